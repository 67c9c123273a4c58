"""What the projector says at each stage, as literal content."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from game.core import words
from game.core.room.state import Stage
from game.core.room.views import Result, Wall
from game.tui import pages
from game.tui.literal import line, lines, literal, paragraphs


MOVES_TOLD = 3
"""At most so many movements are told in words; the bars have the rest."""


def page(wall: Wall) -> Content:
    """What stands on the page at this stage, above or instead of the options."""
    match wall.stage:
        case Stage.READ:
            return pages.scene(wall.story.scene) if wall.story.scene else Content("")
        case Stage.VOTE:
            return question(wall)
        case Stage.TALK:
            return talk(wall)
        case Stage.REVEAL:
            return revealed(wall)
        case Stage.OUTCOME if wall.story.chosen is not None:
            return pages.outcome(wall.story, wall.story.chosen)
        case Stage.WHY:
            return calls(wall)
        case Stage.ENDING:
            return ending(wall)
        case Stage.WHAT | Stage.SO_WHAT | Stage.NOW_WHAT:
            return debrief(wall)
        case Stage.OVER:
            return over(wall)
    return Content("")


def question(wall: Wall) -> Content:
    """The question at hand, on one line."""
    asked = "What does this moment need?" if wall.question == "call" else "What do we do?"
    again = "" if wall.round == 1 else f"  vote {wall.round}"
    return line((asked, "bold $lead"), (again, "$quiet"))


def revealed(wall: Wall) -> Content:
    """What the bars show."""
    title = "How the room called it" if wall.question == "call" else "What the room would do"
    first = "  ─ first vote, █ last" if len(wall.results) > 1 else ""
    return line((title, "bold $lead"), (first, "$quiet"))


def talk(wall: Wall) -> Content:
    """What to do between two votes."""
    return line(("Talk  ", "bold $lead"), (wall.task or "", "bold"))


def decision(wall: Wall) -> Content:
    """What the room decided, or that it could not; and who moved."""
    return lines([_decided(wall), *(literal(sentence) for sentence in _movement(wall))])


def _movement(wall: Wall) -> Iterator[str]:
    """How the last vote differs from the first: phones by their moves, hands by their counts."""
    if len(wall.results) < 2:
        return
    letters: dict[str | None, str] = {option.id: option.letter for option in wall.options}
    both = [move for move in wall.moves if move.before and move.after]
    moved = [move for move in both if move.before != move.after]
    for move in sorted(moved, key=lambda move: -move.people)[:MOVES_TOLD]:
        yield f"{move.people} moved from {letters[move.before]} to {letters[move.after]}."
    first, last = wall.results[0].bars, wall.results[-1].bars
    if any(bar.by_hand for bar in (*first, *last)):
        counts = ", ".join(
            f"{now.option.letter} {was.by_hand} → {now.by_hand}"
            for was, now in zip(first, last, strict=True)
            if was.by_hand != now.by_hand
        )
        yield f"By hand: {counts or 'as before'}."
    elif not moved:
        yield "Nobody moved."
    late = sum(move.people for move in wall.moves if move.before is None)
    gone = sum(move.people for move in wall.moves if move.after is None)
    if late or gone:
        yield f"{late} voted only the last time, {gone} only the first."


def _decided(wall: Wall) -> Content:
    if wall.tied:
        return literal("It is level. One more vote, or the facilitator settles it.", "bold $lead")
    if wall.decided is None:
        return Content("")
    who = "Settled by the facilitator: " if wall.settled else "The room: "
    return line((who, "bold"), (wall.decided.letter, "bold $lead"), f"  {wall.decided.text}")


def calls(wall: Wall) -> Content:
    """How the room called the moment, beside what it asked for."""
    why = wall.story.why
    if why is None or wall.calls is None:
        return Content("")
    return lines([literal("How the room called it", "bold $lead"), *_calls(wall.calls, why.call)])


def _calls(result: Result, asked: str) -> list[Content]:
    most = max(1, *(bar.count for bar in result.bars))
    return [
        line(
            ("▶ " if bar.option.id == asked else "  ", "bold $lead"),
            f"{bar.option.text:<18}",
            ("█" * round(20 * bar.count / most), "$manage"),
            (f" {bar.count}", "bold"),
            (" the moment asked for this" if bar.option.id == asked else "", "$quiet"),
        )
        for bar in result.bars
    ]


def ending(wall: Wall) -> Content:
    """How the story ends."""
    state, text = wall.story.state, wall.story.ending
    if state is None or text is None:
        return Content("")
    return paragraphs(
        [
            lines(
                [pages.heading(state.value.capitalize()), literal(words.STATES[state], "$quiet")]
            ),
            literal(text),
        ]
    )


TITLES = {
    Stage.WHAT: ("What?", "What did we see, call and do?"),
    Stage.SO_WHAT: ("So what?", "Why did it go as it went?"),
    Stage.NOW_WHAT: ("Now what?", "What will you try on Thursday?"),
}


def debrief(wall: Wall) -> Content:
    """One stage of the debrief: its data first, then its questions, then what was shared."""
    title, about = TITLES[wall.stage]
    return paragraphs(
        [
            line((title, "bold $lead"), (f"  {about}", "$quiet")),
            log(wall) if wall.stage is Stage.WHAT else None,
            counter(wall) if wall.stage is Stage.SO_WHAT else None,
            *(line(("● ", "$lead"), (prompt, "bold")) for prompt in wall.prompts),
            lines(line(("▪ ", "$manage"), text) for text in wall.shared),
        ]
    )


def log(wall: Wall) -> Content:
    """What the room saw, called and did, scene by scene."""
    return lines(
        line(
            (f"{moment.turn} ", "bold $lead"),
            (moment.why.scene_title, "bold"),
            f"  called {words.CALLS[moment.why.call_given].lower()}",
            (f"; it asked for {words.CALLS[moment.why.call].lower()}", "$quiet"),
            f"; {moment.why.tokens_served} of 5 served",
        )
        for moment in wall.moments
    )


def counter(wall: Wall) -> Content | None:
    """The best case for the road that some wanted and the room did not take."""
    for moment in sorted(wall.moments, key=lambda moment: moment.why.score.total):
        if moment.minority_text is not None and moment.minority_right_if is not None:
            return paragraphs(
                [
                    line(
                        ("Some would have: ", "bold"),
                        moment.minority_text,
                        (f" ({moment.why.scene_title})", "$quiet"),
                    ),
                    line(("Right if ", "bold"), moment.minority_right_if),
                ]
            )
    return None


def over(wall: Wall) -> Content:
    """The last page."""
    return paragraphs(
        [
            literal("Thank you.", "bold $lead"),
            literal("Try your one thing on Thursday.", "bold"),
            lines(line(("▪ ", "$manage"), text) for text in wall.shared),
            literal(f"{words.KEYS_ARE_AUTHORED} {words.PRACTICE_NOT_TEST}", "$quiet"),
        ]
    )
