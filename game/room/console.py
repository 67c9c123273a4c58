"""The facilitator's view of a room as one typed message for a console."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import field, frozen

from game.core.view import View
from game.room import messages
from game.room.discussion import Step
from game.room.puzzles import OpenPuzzle, answered, ranked
from game.room.state import Room, Stage
from game.room.tally import Pattern
from game.room.views import Control, FacilitatorView, ProjectorView, Result, facilitator_view
from game.text.campaign import PICK
from game.text.paragraphs import split_paragraphs


@frozen(kw_only=True)
class ConsoleOption:
    """An option of a vote; *count* is None if it is not available."""

    id: str
    letter: str
    text: str
    count: int | None = None


@frozen(kw_only=True)
class ConsoleSeat:
    """A seat, to remove or restore."""

    id: str
    name: str
    table: int
    removed: bool
    away: bool = False

    @property
    def state(self) -> str:
        """Why nobody waits for the seat, in words; empty if somebody does."""
        if self.removed:
            return "taken away"
        return "phone gone" if self.away else ""


@frozen(kw_only=True)
class Ticket:
    """A ticket for one more console: how to use it, and its QR code by rows of 0 and 1."""

    message: str
    qr: tuple[str, ...]


@frozen(kw_only=True)
class ConsoleView:
    """
    The content of a console; field names are the keys of the message.

    *options* include the counts of the open ballot, *roster* all seats. *silent* of the
    *missing* votes are by phone. *by_role* and *by_table* are votes by group name and
    letter, once results are shown. *timer* is in seconds of the epoch, 0 without a clock.
    *connected* counts phones, *errors* the entries in the server's log, *wrong_codes* failed
    joins; *crowded* is the number of seats of an address that has reached its limit.
    *trouble* is why the journal lags behind. *report* are sentences on whether phones get in.
    *held* are the lines that wait for the facilitator, *puzzles* the open questions from phones,
    *answered* those that were answered;
    *puzzle* is the number of the one on the projector, 0 for none. *reach* is how far the
    projector can be read. *text* are the paragraphs on the projector, *join* is how people come
    in by phone. *paired* counts the tickets used since the room was opened.
    """

    stage: Stage
    title: str
    scene: str | None = None
    number: int = 0
    of: int | None = None
    question: str | None = None
    ballot: str | None = None
    round: int = 0
    rounds: int = 0
    options: tuple[ConsoleOption, ...] = ()
    voted: int = 0
    people: int = 0
    seats: int = 0
    heads: int = 0
    missing: int = 0
    kept: bool = False
    silent: int = 0
    by_role: Mapping[str, Mapping[str, int]] = field(factory=dict)
    by_table: Mapping[str, Mapping[str, int]] = field(factory=dict)
    plans: Mapping[int, tuple[Step, ...]] = field(factory=dict)
    decided: str | None = None
    moves: tuple[str, ...] = ()
    tied: bool = False
    pattern: Pattern | None = None
    next_question: str | None = None
    prompts: tuple[str, ...] = ()
    notes: str | None = None
    ask: tuple[str, ...] = ()
    key: str | None = None
    best: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    puzzles: tuple[OpenPuzzle, ...] = ()
    answered: tuple[OpenPuzzle, ...] = ()
    puzzle: int = 0
    permitted: tuple[Control, ...] = ()
    paused: bool = False
    locked: bool = False
    show_first: bool = False
    table_votes: bool = False
    hold_lines: bool = False
    timer: float = 0
    roster: tuple[ConsoleSeat, ...] = ()
    connected: int = 0
    absent: int = 0
    errors: int = 0
    wrong_codes: int = 0
    crowded: int = 0
    trouble: str | None = None
    report: tuple[str, ...] = ()
    reach: str | None = None
    text: tuple[str, ...] = ()
    join: str | None = None
    paired: int = 0

    @property
    def here(self) -> int:
        """The number of people who are here, by phone and by hand."""
        return self.seats + self.heads

    @property
    def complete(self) -> bool:
        """Whether a vote is open in which somebody has voted, and nobody is missing."""
        return self.stage is Stage.VOTE and self.voted > 0 and not self.missing


def console_view(
    room: Room,
    *,
    connected: int = 0,
    absent: int = 0,
    errors: int = 0,
    wrong_codes: int = 0,
    crowded: int = 0,
    trouble: str | None = None,
    report: tuple[str, ...] = (),
    screen: tuple[int, int] = (0, 0),
    join: str | None = None,
    paired: int = 0,
) -> ConsoleView:
    """
    Return the facilitator's view of *room* with data of the server.

    *screen* is the size of the projector in columns and rows, 0 where there is none.
    """
    seen = facilitator_view(room)
    projector, story = seen.projector, seen.projector.story
    return ConsoleView(
        stage=projector.stage,
        title=story.title,
        scene=story.scene.title if story.scene else None,
        number=story.number,
        of=story.of,
        question=_question(projector),
        ballot=room.current_ballot.key if room.current_ballot else None,
        round=projector.round,
        rounds=projector.rounds,
        options=_options(seen),
        voted=projector.voted,
        people=projector.people,
        seats=projector.seats,
        heads=room.heads,
        missing=seen.missing,
        kept=projector.kept,
        silent=seen.silent,
        by_role=_by_letter(seen, seen.by_role),
        by_table=_by_letter(seen, seen.by_table),
        plans=seen.plans,
        decided=messages.decided(projector),
        moves=messages.moves(projector),
        tied=projector.tied,
        pattern=seen.pattern,
        next_question=seen.next_question,
        prompts=projector.prompts,
        notes=seen.notes,
        ask=seen.ask,
        key=seen.key,
        best=seen.best,
        shared=projector.shared,
        held=room.held,
        puzzles=ranked(room),
        answered=answered(room),
        puzzle=room.puzzle_shown,
        permitted=seen.permitted,
        paused=projector.paused,
        locked=projector.locked,
        show_first=room.show_first,
        table_votes=room.table_votes,
        hold_lines=room.hold_lines,
        timer=projector.timer,
        roster=tuple(
            ConsoleSeat(
                id=seat.id, name=seat.name, table=seat.table, removed=seat.removed, away=seat.away
            )
            for seat in room.seats.values()
        ),
        connected=connected,
        absent=absent,
        errors=errors,
        wrong_codes=wrong_codes,
        crowded=crowded,
        trouble=trouble,
        report=report,
        reach=messages.reach(*screen) if all(screen) else None,
        text=projector.letter or tuple(_text(story)),
        join=join,
        paired=paired,
    )


def _question(projector: ProjectorView) -> str | None:
    if projector.question is not None:
        return messages.QUESTIONS[projector.question]
    return PICK if projector.options else None


def _text(story: View) -> Iterator[str]:
    """Yield the paragraphs of the story on the projector, to be read aloud."""
    scene = story.scene
    if story.ending is not None:
        yield from split_paragraphs(story.ending)
    elif story.why is not None:
        yield from split_paragraphs(story.why.text)
    elif story.outcome is not None:
        yield from split_paragraphs(story.outcome)
    elif scene is not None:
        yield from split_paragraphs(scene.echo)
        yield from split_paragraphs(scene.text)
        yield from (f"{line.name}: “{line.text}”" for line in scene.lines)
        yield from split_paragraphs(story.after_call)


def _options(seen: FacilitatorView) -> tuple[ConsoleOption, ...]:
    counts = _counts(seen.live or (seen.projector.results[-1] if seen.projector.results else None))
    return tuple(
        ConsoleOption(
            id=option.id, letter=option.letter, text=option.text, count=counts.get(option.id)
        )
        for option in seen.projector.options
    )


def _by_letter(
    seen: FacilitatorView, groups: Mapping[str, Mapping[str, int]]
) -> dict[str, dict[str, int]]:
    """Return *groups* with letters of options instead of ids."""
    bars = seen.projector.results[-1].bars if groups else ()
    return {
        name: {bar.option.letter: counts[bar.option.id] for bar in bars}
        for name, counts in groups.items()
    }


def _counts(result: Result | None) -> dict[str, int]:
    return {bar.option.id: bar.count for bar in result.bars} if result else {}
