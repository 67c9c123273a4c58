"""
The player's view: everything that an interface may show at the current phase.

A view holds neither the context nor the key of a scene before the phase *why*,
and no choices before the call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from game.core import scoring
from game.core.actions import Confidence
from game.core.enums import Call, State
from game.core.playthrough import Phase, Playthrough, Turn, shuffled_choices
from game.core.scenario import Choice, Debrief, Scene, holds
from game.core.trust import SILENT_UP_TO, VOLUNTEERS_FROM, dialogue


if TYPE_CHECKING:
    from game.core.explanation import Explanation, TrustMove
    from game.core.summary import Summary


@frozen(kw_only=True)
class Person:
    """
    A character with their current *trust*, from which *silent* and *volunteers* follow.

    *before* is the trust before the answer on show; the same as *trust* otherwise.
    """

    id: str
    name: str
    role: str
    before: int
    trust: int
    present: bool
    silent: bool
    volunteers: bool


@frozen(kw_only=True)
class Speech:
    """A line spoken by *name*; *volunteered* if it needed high trust."""

    who: str
    name: str
    text: str
    volunteered: bool = False


@frozen(kw_only=True)
class SceneView:
    """The text of a scene: *echo* of earlier choices, text, spoken lines, silent names."""

    id: str
    title: str
    echo: str | None
    text: str
    lines: tuple[Speech, ...]
    silent: tuple[str, ...]


@frozen(kw_only=True)
class Offer:
    """A choice without anything but id and text."""

    id: str
    text: str


@frozen(kw_only=True)
class Entry:
    """
    One answered scene in the log: title, call, text of the choice, points.

    *read* says whether readers besides the author have answered the scene.
    """

    title: str
    call: Call
    choice: str
    points: int
    read: bool


@frozen(kw_only=True)
class View:
    """
    The player's view of a playthrough.

    *number* counts scenes from 1 (0 at the briefing); *of* is their total, None if paths
    differ in length. *offers* is empty before the call; *outcome* is None before the
    choice, *why* before the reveal, *ending* before the end. *moves* are the changes of trust
    from the outcome on. *after_call* is people's
    reaction to the call, while the choice is open. A review (*is_review*) has no total, no
    state and no ending, and its *opening* holds the paragraphs of the briefing.
    """

    phase: Phase
    title: str
    is_review: bool
    opening: tuple[str, ...]
    number: int
    of: int | None
    people: tuple[Person, ...]
    gauges: scoring.Gauges
    before: scoring.Gauges
    state: State | None
    scene: SceneView | None
    call: Call | None
    confidence: Confidence | None
    after_call: str | None
    offers: tuple[Offer, ...]
    chosen: Offer | None
    outcome: str | None
    moves: tuple[TrustMove, ...]
    why: Explanation | None
    ending: str | None
    points: float | None
    summary: Summary | None
    log: tuple[Entry, ...]
    debrief: Debrief | None


def view(play: Playthrough) -> View:
    """Return the player's view of *play*."""
    phase, scene = play.phase, play.current
    answered = phase in (Phase.OUTCOME, Phase.WHY)
    turn = play.turns[-1] if answered else None
    chosen = play.scenario.scenes[turn.scene].choices[turn.choice] if turn else None
    paths = play.scenario.lengths
    open_scene = scene is not None and phase in (Phase.CALL, Phase.CHOICE)
    ended = phase is Phase.ENDING
    is_review = play.review_scene is not None
    state = play.state
    return View(
        phase=phase,
        title=play.scenario.title,
        is_review=is_review,
        opening=_opening(play) if is_review else (),
        number=len(play.turns) + (1 if open_scene else 0),
        of=paths.longest if paths.shortest == paths.longest and not is_review else None,
        people=people(play),
        gauges=play.gauges,
        before=turn.before if turn else play.gauges,
        state=state,
        scene=None if scene is None or phase is Phase.BRIEFING else scene_view(play, scene),
        call=play.call,
        confidence=play.confidence,
        after_call=scene.after_call.get(play.call)
        if scene and play.call and phase is Phase.CHOICE
        else None,
        offers=tuple(map(_offer, shuffled_choices(play, scene)))
        if scene and phase is Phase.CHOICE
        else (),
        chosen=_offer(chosen) if chosen else None,
        outcome=chosen.outcome if chosen else None,
        moves=_moves(play, turn) if turn else (),
        why=_why(play, turn) if turn and phase is Phase.WHY else None,
        ending=play.scenario.endings.of(state) if ended and state else None,
        points=play.points if ended else None,
        summary=_summary(play) if ended and play.turns else None,
        log=_log(play) if ended else (),
        debrief=play.scenario.debrief if ended and not is_review else None,
    )


def _moves(play: Playthrough, turn: Turn) -> tuple[TrustMove, ...]:
    from game.core.explanation import trust_moved

    return trust_moved(play, turn)


def _why(play: Playthrough, turn: Turn) -> Explanation:
    from game.core.explanation import explain

    return explain(play, turn)


def _summary(play: Playthrough) -> Summary:
    from game.core.summary import summary

    return summary(play)


def _opening(play: Playthrough) -> tuple[str, ...]:
    note = play.scenario.content_note
    return (play.scenario.role, *([note] if note else []))


def people(play: Playthrough) -> tuple[Person, ...]:
    """Return the cast with their trust."""
    scene = play.current
    answered = play.phase in (Phase.OUTCOME, Phase.WHY)
    before = play.turns[-1].trust_before if answered else play.trust
    current = set(play.scenario.cast) if scene is None else set(scene.present or play.scenario.cast)
    return tuple(
        Person(
            id=who,
            name=character.name,
            role=character.role,
            before=before[who],
            trust=play.trust[who],
            present=who in current,
            silent=play.trust[who] <= SILENT_UP_TO,
            volunteers=play.trust[who] >= VOLUNTEERS_FROM,
        )
        for who, character in play.scenario.cast.items()
    )


def _echo(play: Playthrough, scene: Scene) -> str | None:
    """Return the line that a campaign remembers here, and the first echo that holds."""
    echo = next(
        (
            echo.text
            for echo in scene.echoes
            if holds(echo.when, play.chosen, play.state, play.trust)
        ),
        None,
    )
    return "\n\n".join(filter(None, (play.remembered.get(scene.id), echo))) or None


def scene_view(play: Playthrough, scene: Scene) -> SceneView:
    """Return the text of *scene*, by trust and choices as they were before its answer."""
    answered = play.phase in (Phase.OUTCOME, Phase.WHY)
    before_answer = evolve(play, turns=play.turns[:-1]) if answered else play
    trust, cast = before_answer.trust, play.scenario.cast
    return SceneView(
        id=scene.id,
        title=scene.title,
        echo=_echo(before_answer, scene),
        text=scene.text,
        lines=tuple(
            Speech(who=who, name=cast[who].name, text=text, volunteered=part == "extra_cue")
            for part, line, minimum in dialogue(scene)
            for who, text in line.items()
            if trust[who] >= minimum
        ),
        silent=tuple(cast[who].name for who in scene.says if trust[who] <= SILENT_UP_TO),
    )


def _offer(choice: Choice) -> Offer:
    return Offer(id=choice.id, text=choice.text)


def _log(play: Playthrough) -> tuple[Entry, ...]:
    scenes = play.scenario.scenes
    return tuple(
        Entry(
            title=scenes[turn.scene].title,
            call=turn.call,
            choice=scenes[turn.scene].choices[turn.choice].text,
            points=turn.score.total,
            read=scenes[turn.scene].readers_in_all > 0,
        )
        for turn in play.turns
    )
