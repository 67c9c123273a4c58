"""
Who may see what, and when: everything a face may show a player.

A scene's context and key are in no view before the reveal (the phase *why*);
choices are in no view before the call.
"""

from __future__ import annotations

from attrs import evolve, frozen

from game.core import scenario, scoring
from game.core.actions import Confidence
from game.core.enums import Call, State
from game.core.explanation import Explanation, explain
from game.core.playthrough import Phase, Playthrough, shuffled_choices
from game.core.scenario import Choice, Debrief, Scene, holds
from game.core.trust import SILENT_UP_TO, VOLUNTEERS_FROM, dialogue


@frozen(kw_only=True)
class Person:
    """
    A character as the player sees them; *silent* and *volunteers* follow from *trust*.

    *before* is their trust before the answer that is being read, else the same.
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
class Line:
    """Something said aloud by *name*; *volunteered* when trust brought it out."""

    who: str
    name: str
    text: str
    volunteered: bool = False


@frozen(kw_only=True)
class SceneView:
    """A scene as it is read: an *echo* of earlier choices, the text, and who speaks."""

    id: str
    title: str
    echo: str | None
    text: str
    lines: tuple[Line, ...]
    silent: tuple[str, ...]


@frozen(kw_only=True)
class Offer:
    """A choice as it is offered: nothing but its words."""

    id: str
    text: str


@frozen(kw_only=True)
class Entry:
    """One line of the log: saw, called, did, and the points."""

    title: str
    call: Call
    choice: str
    points: int


@frozen(kw_only=True)
class View:
    """
    What a player may see now.

    *number* counts scenes from 1 (0 at the briefing); *of* is how many there
    will be, when every way has the same length. *offers* stay empty before the
    call, *outcome* before the choice, *why* before the reveal, *ending* before
    the end. *after_call* is how people take the call, while the choice is open. A scene
    *alone* is no story: it has no number of scenes, no state and no ending, and its
    *opening* holds what a briefing would have.
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
    why: Explanation | None
    ending: str | None
    points: float | None
    log: tuple[Entry, ...]
    debrief: Debrief | None


def view(play: Playthrough) -> View:
    """What the player of *play* may see."""
    phase, scene = play.phase, play.current
    answered = phase in (Phase.OUTCOME, Phase.WHY)
    turn = play.turns[-1] if answered else None
    taken = play.scenario.scenes[turn.scene].choices[turn.choice] if turn else None
    lengths = scenario.lengths(play.scenario)
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
        of=lengths.longest if lengths.shortest == lengths.longest and not is_review else None,
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
        chosen=_offer(taken) if taken else None,
        outcome=taken.outcome if taken else None,
        why=explain(play, turn) if turn and phase is Phase.WHY else None,
        ending=play.scenario.endings.of(state) if ended and state else None,
        points=play.points if ended else None,
        log=_log(play) if ended else (),
        debrief=play.scenario.debrief if ended and not is_review else None,
    )


def _opening(play: Playthrough) -> tuple[str, ...]:
    note = play.scenario.content_note
    return (play.scenario.role, *([note] if note else []))


def people(play: Playthrough) -> tuple[Person, ...]:
    """The cast, as their trust stands."""
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


def scene_view(play: Playthrough, scene: Scene) -> SceneView:
    """*scene* as it is read, with the trust and the choices it was opened with."""
    answered = play.phase in (Phase.OUTCOME, Phase.WHY)
    opened = evolve(play, turns=play.turns[:-1]) if answered else play
    trust, cast = opened.trust, play.scenario.cast
    return SceneView(
        id=scene.id,
        title=scene.title,
        echo=next(
            (
                echo.text
                for echo in scene.echoes
                if holds(echo.when, opened.chosen, opened.state, trust)
            ),
            None,
        ),
        text=scene.text,
        lines=tuple(
            Line(who=who, name=cast[who].name, text=text, volunteered=part == "extra_cue")
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
        )
        for turn in play.turns
    )
