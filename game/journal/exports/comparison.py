"""Two rooms side by side, as text, CSV or one page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import fill

from attrs import frozen

from game.core.progress import Ratio
from game.journal.exports import html
from game.journal.exports.csv import COMMA, Cell, table
from game.journal.exports.text import when
from game.journal.rooms import RoomRun
from game.room.comparison import ComparedOption, ComparedScene, Comparison, Decision, Pair
from game.room.discussion import who_moved
from game.room.messages import QUESTIONS
from game.room.state import Room
from game.text import help_pages
from game.text.cells import shorten_cells
from game.text.plural import count, listed


OTHER_SCENARIO = (
    "These rooms played different scenarios, so no scene stands beside another: only the calls and "
    "the points can be compared, and one scenario may be harder than the other."
)
EDITED = "The scenario was edited between the two. Both are counted by its text as it is now."
EDITED_SINCE = "The scenario was edited since. Both are counted by its text as it is now."
BY_TABLE = (
    "In one room tables voted, in the other people: a share of tables is not a share of people."
)
SHARES = "Shares of the last vote on each question, in percent of the votes; ▶ is the key."
CAUTION = (
    "Two rooms are two rooms: another group, another day or another facilitator changes votes too."
)


WIDTH, INDENT = 96, " " * 23
"""Columns of a line of text, and what stands before the texts of options."""
MAX_NAME = 60
"""Cells of an option that is only named."""


@frozen(kw_only=True)
class Side:
    """
    A room to compare: its *run*, and the *room* as it was left.

    *edition* is that of the scenario now, None for one that ships with the game.
    """

    run: RoomRun
    room: Room
    edition: str | None

    @property
    def name(self) -> str:
        """The short name of the room."""
        return f"Room {self.run.id}"

    @property
    def about(self) -> str:
        """The room with its date and the number of people."""
        people = count(len(self.room.took_part) + self.room.heads, "person", "people")
        return f"{self.name}: {self.run.title}, begun {when(self.run.started)}, {people}"


def title(sides: Sequence[Side]) -> str:
    """Return the title of a comparison."""
    return f"{sides[0].name} and {sides[1].name.lower()} side by side"


def notes(sides: Sequence[Side], found: Comparison) -> Iterator[str]:
    """Yield the sentences before the scenes: what can be compared, and what cannot."""
    first, second = sides
    if not found.same:
        yield OTHER_SCENARIO
    elif first.run.edition != second.run.edition:
        yield EDITED
    elif first.run.edition not in (None, first.edition):
        yield EDITED_SINCE
    if found.by_table[0] != found.by_table[1]:
        yield BY_TABLE
    for side, only in zip(sides, found.only, strict=True):
        if only and found.same:
            yield f"Only {side.name.lower()} answered {listed([f'“{name}”' for name in only])}."


def sums(found: Comparison) -> tuple[tuple[str, str, str], ...]:
    """Return what all scenes come to: a name, and its value in each room."""
    right, votes = found.right, found.votes_right
    first, second = found.points.first, found.points.second
    return (
        ("Calls of the room that were right", _count(right[0]), _count(right[1])),
        ("Votes for the right call", _share(votes[0]), _share(votes[1])),
        ("Points, mean of a scene", f"{first} of 100", f"{second} of 100"),
    )


def _count(ratio: Ratio) -> str:
    return ratio.as_text if ratio.asked else "none"


def _share(ratio: Ratio) -> str:
    return f"{ratio.percent} % of {ratio.asked}" if ratio.asked else "no votes"


def _percent(share: int | None) -> str:
    return "–" if share is None else f"{share} %"


def _change(pair: Pair) -> str:
    return "–" if pair.change is None else f"{pair.change:+}".replace("-", "−")


def movement(decision: Decision, sides: Sequence[Side]) -> str:
    """Return what moved: between the rooms, and between the rounds of each."""
    parts = []
    if (option := decision.largest) is not None:
        shares = option.shares
        named = shorten_cells(option.text, MAX_NAME)
        parts.append(f"Most changed: “{named}”, {shares.first} % and {shares.second} %.")
    for side, moved in zip(sides, decision.moved, strict=True):
        if text := who_moved(moved, "votes"):
            parts.append(f"{side.name}: {text} moved between the rounds.")
    return " ".join(parts)


def _votes(decision: Decision, sides: Sequence[Side]) -> str:
    votes = f"{decision.votes.first} and {decision.votes.second} votes"
    if all(decision.by_table):
        return f"{votes}, one vote a table"
    tables = [side.name.lower() for side, by in zip(sides, decision.by_table, strict=True) if by]
    return f"{votes}, in {tables[0]} one vote a table" if tables else votes


def _marks(option: ComparedOption, decision: Decision, sides: Sequence[Side]) -> str:
    who: dict[str, list[str]] = {}
    for side, did, settled in zip(sides, option.decided, decision.settled, strict=True):
        if did:
            how = "settled by the facilitator in" if settled else "taken by"
            who.setdefault(how, []).append(side.name.lower())
    marks = [f"{how} {'both' if len(rooms) > 1 else rooms[0]}" for how, rooms in who.items()]
    return f" ({', '.join(marks)})" if marks else ""


def text(sides: Sequence[Side], found: Comparison) -> Iterator[str]:
    """Yield the comparison as lines of text."""
    yield from (f"{side.about}." for side in sides)
    yield ""
    width = max(len(name) for name, *_ in sums(found))
    yield f"{'':<{width}}  {sides[0].name:>12}  {sides[1].name:>12}"
    yield from (f"{name:<{width}}  {one:>12}  {other:>12}" for name, one, other in sums(found))
    for note in notes(sides, found):
        yield from ("", fill(note, WIDTH))
    for number, scene in enumerate(found.scenes, 1):
        points = f"points {scene.points.first} and {scene.points.second}"
        yield from ("", f"{number}. {scene.title}: {points}")
        for decision in scene.decisions:
            for line in _decision(decision, sides):
                yield fill(line, WIDTH, subsequent_indent=INDENT)
    last = (*([SHARES] if found.scenes else []), CAUTION, help_pages.PRACTICE_NOT_TEST)
    yield from ("", *(fill(line, WIDTH) for line in last))


def _decision(decision: Decision, sides: Sequence[Side]) -> Iterator[str]:
    yield f"   {QUESTIONS[decision.question]}  ({_votes(decision, sides)})"
    for option in decision.options:
        shares = option.shares
        yield (
            f"   {'▶' if option.key else ' '} {_percent(shares.first):>5} "
            f"{_percent(shares.second):>5} {_change(shares):>4}  {option.text}"
            f"{_marks(option, decision, sides)}"
        )
    if moved := movement(decision, sides):
        yield f"{INDENT}{moved}"


COLUMNS = (
    *("first_room", "second_room", "scene", "scene_title", "question", "option", "option_text"),
    *("key", "first_votes", "second_votes", "first_of", "second_of"),
    *("first_share", "second_share", "change"),
    *("first_decided", "second_decided", "first_settled", "second_settled"),
    *("first_by_table", "second_by_table", "first_moved", "second_moved"),
    *("first_points", "second_points"),
)
"""
Columns: a row per option of each decision; the rows without a scene have the sums.

A share is that of *votes* in *of*; both count calls in the row ``calls right``.
*settled* is whether the facilitator settled the decision, *by_table* whether tables voted.
"""


def spreadsheet(
    sides: Sequence[Side], found: Comparison, *, separator: str = COMMA
) -> Iterator[str]:
    """Yield the comparison as CSV without formulas."""
    return table(COLUMNS, _rows(sides, found), separator)


def _rows(sides: Sequence[Side], found: Comparison) -> Iterator[Mapping[str, Cell]]:
    rooms: dict[str, Cell] = {"first_room": sides[0].run.id, "second_room": sides[1].run.id}
    yield {
        **rooms,
        "question": "calls right",
        **_ratios(found.right),
        **_both("points", found.points),
    }
    yield {**rooms, "question": "votes right", **_ratios(found.votes_right)}
    for scene in found.scenes:
        for decision in scene.decisions:
            moved = {
                name: who_moved(moved) or None
                for name, moved in zip(("first_moved", "second_moved"), decision.moved, strict=True)
            }
            for option in decision.options:
                yield {
                    **rooms,
                    "scene": scene.id,
                    "scene_title": scene.title,
                    "question": decision.question.value,
                    "option": option.id,
                    "option_text": option.text,
                    "key": option.key,
                    **_both("votes", option.votes),
                    **_both("of", decision.votes),
                    **_both("share", option.shares),
                    "change": option.shares.change,
                    "first_decided": option.decided[0],
                    "second_decided": option.decided[1],
                    "first_settled": decision.settled[0],
                    "second_settled": decision.settled[1],
                    "first_by_table": decision.by_table[0],
                    "second_by_table": decision.by_table[1],
                    **moved,
                    **_both("points", scene.points),
                }


def _ratios(ratios: tuple[Ratio, Ratio]) -> dict[str, Cell]:
    shares = Pair(*(ratio.percent if ratio.asked else None for ratio in ratios))
    return {
        **_both("votes", Pair(*(ratio.met for ratio in ratios))),
        **_both("of", Pair(*(ratio.asked for ratio in ratios))),
        **_both("share", shares),
    }


def _both(name: str, pair: Pair) -> dict[str, Cell]:
    return {f"first_{name}": pair.first, f"second_{name}": pair.second}


def page(sides: Sequence[Side], found: Comparison) -> Iterator[str]:
    """Yield the comparison as one page with bars that needs no script."""
    return html.page(title(sides), _body(sides, found))


def _body(sides: Sequence[Side], found: Comparison) -> Iterator[str]:
    yield f"<h1>{title(sides)}</h1>"
    yield from (html.paragraph(f"{side.about}.") for side in sides)
    yield html.table(("", sides[0].name, sides[1].name), sums(found), numbers=(1, 2))
    yield from map(html.paragraph, notes(sides, found))
    if found.scenes:
        yield html.paragraph(
            f"{SHARES} Filled bars: {sides[0].name.lower()}; empty ones: the other."
        )
    for number, scene in enumerate(found.scenes, 1):
        yield from _scene(number, scene, sides)
    yield html.paragraph(CAUTION)
    yield html.paragraph(help_pages.PRACTICE_NOT_TEST)


def _scene(number: int, scene: ComparedScene, sides: Sequence[Side]) -> Iterator[str]:
    yield "<section>"
    yield html.heading(f"{number}. {scene.title}")
    yield html.paragraph(
        f"Points: {scene.points.first} in {sides[0].name.lower()}, "
        f"{scene.points.second} in {sides[1].name.lower()}."
    )
    for decision in scene.decisions:
        question = QUESTIONS[decision.question]
        key = f"scene-{number}-{decision.question.value}"
        rows = [
            [
                f"{'▶ ' if option.key else ''}{position}. {option.text}"
                f"{_marks(option, decision, sides)}",
                _percent(option.shares.first),
                _percent(option.shares.second),
                _change(option.shares),
            ]
            for position, option in enumerate(decision.options, 1)
        ]
        head = ("", sides[0].name, sides[1].name, "change")
        yield html.figure(
            f"{question} ({_votes(decision, sides)})",
            _bars(key, f"{question} {scene.title}", decision.options),
            html.table(head, rows, numbers=(1, 2, 3)),
        )
        if moved := movement(decision, sides):
            yield html.paragraph(moved)
    yield "</section>"


LEFT, WIDE, LANE = 26, 270, 40
"""Units of the bars: their left end, the length of 100 percent, and the height of an option."""


def _bars(key: str, title: str, options: Iterable[ComparedOption]) -> str:
    parts, told = [], []
    for number, option in enumerate(options, 1):
        top = 4 + LANE * (number - 1)
        parts.append(html.label(LEFT - 6, top + 20, f"{number}", "end"))
        told.append(
            f"{number}: {_percent(option.shares.first)} and {_percent(option.shares.second)}"
        )
        shares = ((option.shares.first, "column"), (option.shares.second, "frame"))
        for line, (share, kind) in enumerate(shares):
            y, length = top + 15 * line, WIDE * (share or 0) / 100
            parts.append(html.rect(LEFT, y, length, 13, kind))
            parts.append(html.label(LEFT + length + 5, y + 11, _percent(share), "start"))
    return html.svg(key, title, "; ".join(told), parts, LEFT + WIDE + 50, LANE * len(told) + 4)
