"""Edits keep saves: twenty kinds of edit, ten places to have stopped, two hundred loads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from game.core.actions import Action, GoOn
from game.core.enums import Call, Context, Skill
from game.core.failure import Failure
from game.core.playthrough import (
    Phase,
    Playthrough,
    rebase,
    replay,
    start,
    start_at,
    step,
    turn_back,
)
from game.core.scenario import Echo, Scenario, Scene, When
from tests.core.examples import answers, character, choice, need, scenario, scene, stance


STORY = scenario(
    scene("one", choice("a", go="two"), choice("b", "M M M M M", "two")),
    scene("two", choice("a", go="three"), choice("b", "M M M M M", "three")),
    scene("three", choice("a"), choice("b", "M M M M M")),
)
PLAYED: tuple[Action, ...] = (
    GoOn(),
    *answers("one", "a"),
    GoOn(),
    *answers("two", "b"),
    GoOn(),
    *answers("three", "a"),
)
SAVES = [PLAYED[:count] for count in range(1, 11)]


def with_scene(key: str, **changes: Any) -> Scenario:
    """The story with scene *key* changed."""
    return evolve(STORY, scenes={**STORY.scenes, key: evolve(STORY.scenes[key], **changes)})


def without(key: str, drop: str) -> Scenario:
    """The story without choice *drop* of scene *key*."""
    kept = {k: c for k, c in STORY.scenes[key].choices.items() if k != drop}
    return with_scene(key, choices=kept)


def without_scene(key: str) -> Scenario:
    """The story without scene *key*."""
    return evolve(STORY, scenes={k: scene for k, scene in STORY.scenes.items() if k != key})


def renamed() -> Scenario:
    """The story whose choice ``two.b`` is called ``two.c`` now."""
    old = STORY.scenes["two"].choices
    return with_scene("two", choices={"a": old["a"], "c": evolve(old["b"], id="c")})


def reordered() -> Scenario:
    """The story with scenes and choices in another order."""
    scenes = {
        key: evolve(scene, choices=dict(reversed(list(scene.choices.items()))))
        for key, scene in reversed(list(STORY.scenes.items()))
    }
    return evolve(STORY, scenes=scenes)


def longer(first: bool) -> Scenario:
    """The story with a scene put in, at the beginning or after the first."""
    new: Scene = scene("new", choice("a", go="one" if first else "two"))
    scenes = {**STORY.scenes, "new": new}
    if first:
        return evolve(STORY, scenes=scenes, start="new")
    item = STORY.scenes["one"]
    led = {k: evolve(c, next=choice("x", go="new").next) for k, c in item.choices.items()}
    return evolve(STORY, scenes={**scenes, "one": evolve(item, choices=led)})


HARMLESS: dict[str, Callable[[], Scenario]] = {
    "a text reworded": lambda: with_scene("two", text="Other words."),
    "a title changed": lambda: evolve(STORY, title="Another"),
    "a choice reworded": lambda: with_scene(
        "one", choices={k: evolve(c, text="Other.") for k, c in STORY.scenes["one"].choices.items()}
    ),
    "all reordered": reordered,
    "a choice added": lambda: with_scene(
        "two", choices={**STORY.scenes["two"].choices, "c": choice("c", "- L - - -", "three")}
    ),
    "another call": lambda: with_scene("one", call=Call.MANAGE, need=need("M2 M1 M1 M1 -")),
    "another need": lambda: with_scene("one", need=need("L2 L2 L1 - -")),
    "another stance": lambda: with_scene(
        "two",
        choices={
            k: evolve(c, stance=stance("L M - - -")) for k, c in STORY.scenes["two"].choices.items()
        },
    ),
    "another context": lambda: with_scene("one", context=Context.CRISIS),
    "other skills": lambda: with_scene("one", wanted=(Skill.BUDGETING, Skill.ADAPTABILITY)),
    "somebody new": lambda: evolve(STORY, cast={**STORY.cast, "cy": character("Cy", "goal L")}),
    "an echo added": lambda: with_scene(
        "two", echoes=(Echo(when=When(chose=("one.a",)), text="You did."),)
    ),
    "an emergency": lambda: with_scene("three", emergency=True),
    "another choice gone": lambda: without("two", "a"),
}
HARMFUL: dict[str, Callable[[], Scenario]] = {
    "the choice taken is gone": lambda: without("two", "b"),
    "the choice taken renamed": renamed,
    "a scene put in front": lambda: longer(first=True),
    "a scene put between": lambda: longer(first=False),
    "another start": lambda: evolve(STORY, start="two"),
    "the first choice gone": lambda: without("one", "a"),
}


@pytest.mark.parametrize("save", SAVES, ids=len)
@pytest.mark.parametrize("edit", HARMLESS)
def test_what_still_holds_goes_on_at_the_same_step(edit: str, save: tuple[Action, ...]) -> None:
    """Scene and choice still exist, so the playthrough is where it was."""
    before, again = replay(STORY, 1, save).play, replay(HARMLESS[edit](), 1, save)
    assert (again.play.actions, again.refusal) == (save, None)
    assert (again.play.phase, again.play.scene) == (before.phase, before.scene)
    assert [t.choice for t in again.play.turns] == [t.choice for t in before.turns]


@pytest.mark.parametrize("save", SAVES, ids=len)
@pytest.mark.parametrize("edit", HARMFUL)
def test_what_no_longer_holds_is_reported(edit: str, save: tuple[Action, ...]) -> None:
    """Replay stops at the last valid action with a reason, and play continues from there."""
    again = replay(HARMFUL[edit](), 1, save)
    held = len(again.play.actions)
    assert again.play.actions == save[:held]
    assert (held < len(save)) == (again.refusal is not None)
    if again.refusal is not None:
        assert step(again.play, save[held]) == again.refusal


def test_there_are_twenty_kinds_of_edit() -> None:
    """There are as many as the tables list, and no name twice."""
    assert len(HARMLESS) + len(HARMFUL) == 20


@pytest.mark.parametrize("edit", [*HARMLESS, *HARMFUL])
def test_a_preview_follows_every_edit(edit: str) -> None:
    """From any step, in any edited story, there is a step to go on from."""
    edited = {**HARMLESS, **HARMFUL}[edit]()
    play: Playthrough = start(STORY, 1)
    for action in PLAYED:
        after = step(play, action)
        assert isinstance(after, Playthrough)
        play = after
        followed = rebase(play, edited)
        assert followed.scenario is edited
        assert followed.scene is None or followed.scene in edited.scenes


def test_a_preview_keeps_its_step_after_a_jump() -> None:
    """An author who jumped to a scene and plays on there finds the same step after an edit."""
    play: Playthrough | Failure = start_at(STORY, 1, "two")
    assert isinstance(play, Playthrough)
    reached = [(play.phase, play.scene)]
    for action in (*answers("two", "b"), GoOn(), *answers("three", "a"), GoOn()):
        assert isinstance(play, Playthrough)
        play = step(play, action)
        assert isinstance(play, Playthrough)
        followed = rebase(play, with_scene("two", title="Another Title"))
        assert (followed.phase, followed.scene) == (play.phase, play.scene)
        assert followed.actions == play.actions
        before = turn_back(play)
        if isinstance(before, Playthrough):
            assert before.actions == play.actions[:-1]
            assert (before.phase, before.scene) == reached[len(before.actions)]
        reached.append((play.phase, play.scene))


@pytest.mark.parametrize("key", STORY.scenes)
def test_a_preview_takes_a_call_back_where_it_jumped(key: str) -> None:
    """After a jump to any scene, its call taken back leads to its call, in an edited file too."""
    jumped = start_at(STORY, 1, key)
    called = step(jumped, answers(key, "a")[0])
    assert isinstance(called, Playthrough)
    assert turn_back(called) == jumped
    edited = with_scene(key, title="Another Title")
    assert rebase(jumped, edited) == start_at(edited, 1, key)
    before = turn_back(rebase(called, edited))
    assert before == start_at(edited, 1, key)


def test_a_review_of_a_scene_that_is_gone_is_over() -> None:
    """It never turns into the whole story, whose steps would be stored as the review."""
    again = replay(without_scene("two"), 1, answers("two", "b"), "two")
    assert again.refusal is not None
    assert (again.play.phase, again.play.review_scene) == (Phase.ENDING, "two")
    assert isinstance(step(again.play, GoOn()), Failure)
