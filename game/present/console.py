"""What a console is sent: the facilitator's view of a room, and what the projector says."""

from __future__ import annotations

from collections.abc import Mapping

from game.present.projector import sentences
from game.room import messages
from game.room.console import ConsoleOption, ConsoleSeat, ConsoleView
from game.room.discussion import is_talked_over
from game.room.puzzles import answered, ranked
from game.room.state import Room, Stage
from game.room.views import FacilitatorView, ProjectorView, Result, facilitator_view
from game.text.campaign import PICK


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
    talked_over = is_talked_over(room)
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
        ask=seen.ask if talked_over else (),
        later=() if talked_over else seen.ask,
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
        text=tuple(sentences(projector, room.play.scenario)),
        task=_task(projector),
        ideas=story.why.ideas if story.why else (),
        join=join,
        paired=paired,
    )


def _question(projector: ProjectorView) -> str | None:
    if projector.question is not None:
        return messages.QUESTIONS[projector.question]
    return PICK if projector.options else None


def _task(projector: ProjectorView) -> str | None:
    """Return what people are asked to do besides, at a letter or by a vote."""
    if projector.stage is Stage.LETTER and projector.options:
        return messages.SHOW_HANDS
    return projector.task


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
