"""Rules for keys, cast and reachability."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from game.author.analysis import sentences
from game.author.analysis.state_space import expand
from game.author.analysis.unreachable import Unreachable, lost
from game.author.lint import Check, Finding, text_rules
from game.content.sanitize import quoted
from game.content.validation import reach
from game.core import scoring
from game.core.enums import Call, Context
from game.core.scenario import Choice, Scenario, Scene
from game.core.trust import trust_moves


STATES = 2_000
"""Maximum number of states; no finding above it."""


def never_met(scenario: Scenario) -> Iterator[Finding]:
    """Yield lines, echoes and routes that no run can reach."""
    space = expand(scenario, budget=STATES)
    if not space.complete:
        return
    for never in lost(space, STATES).items:
        yield Finding(
            code="A425",
            path=_path(never),
            message=sentences.sentence(never).removesuffix("."),
            help=sentences.needed(never),
        )


def _path(never: Unreachable) -> tuple[str | int, ...]:
    scene = ("scenes", never.scene)
    if never.kind == "way":
        return (*scene, "choices", never.name, "next", never.index)
    if never.kind == "echo":
        return (*scene, "echoes", never.index)
    return (*scene, never.kind, never.name)


def absent(scenario: Scenario) -> Iterator[Finding]:
    """Yield speakers that are not present in their scene."""
    for scene in scenario.scenes.values():
        for kind, text in (("says", scene.says), ("extra_cue", scene.extra_cue)):
            for who in text:
                if scene.present and who not in scene.present:
                    yield Finding(
                        code="A426",
                        path=("scenes", scene.id, kind, who),
                        message=f"{quoted(who)} speaks in a scene without being present",
                        help="add the id to present, or give the line to somebody who is there",
                    )


def returning(scenario: Scenario) -> Iterator[Finding]:
    """Yield the ways on that lead back to a scene that was played before."""
    ways = {
        scene.id: [go for choice in scene.choices.values() for go in choice.next.targets]
        for scene in scenario.scenes.values()
    }
    order = list(_in_play(scenario.start, ways))
    for scene in scenario.scenes.values():
        for choice in scene.choices.values():
            for target in choice.next.targets:
                if target not in ways or scene.id not in reach(target, ways):
                    continue
                if order.index(target) > order.index(scene.id):
                    continue  # forwards; the way back is the one to look at
                again = "this scene" if target == scene.id else quoted(target)
                yield Finding(
                    code="A441",
                    path=("scenes", scene.id, "choices", choice.id, "next"),
                    message=f"this leads back to {again}, which has been played before",
                    help="name the scene that follows; a scene played again counts again, and "
                    "a run can go round without limit",
                )


def _in_play(start: str, ways: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield all scenes of *ways*, those fewer steps from *start* first."""
    seen = {start: None}
    for scene in (todo := [start]):
        for go in ways[scene]:
            if go in ways and go not in seen:
                seen[go] = None
                todo.append(go)
    yield from (*seen, *(scene for scene in ways if scene not in seen))


REACHABILITY_CHECKS: tuple[Check, ...] = (never_met, absent, returning)


_RARE_CONTEXTS = {
    Context.CRISIS: "where a known way fits, even in a hurry, it is routine; where none fits, "
    "people and reasons come first",
    Context.LOST_DIRECTION: "people who can and do not know what for lack the reason first; "
    "where they know it, it is routine",
}
"""Contexts in which managing alone is rarely the right call, with help."""


def best(scenario: Scenario) -> Iterator[Finding]:
    """Check the single best choice: four tokens, a wanted skill, no myth, ten points ahead."""
    for scene in scenario.scenes.values():
        path = ("scenes", scene.id)
        parts = sorted(
            (scoring.choice_points(scene, c) for c in scene.choices.values()), reverse=True
        )
        top = scene.choices[scoring.best_choices(scene)[0]]
        served, craft = (
            scoring.served_tokens(scene.need, top.stance),
            scoring.craft_points(scene, top),
        )
        if len(scoring.best_choices(scene)) > 1 or served < 4 or craft < 20:
            yield Finding(
                code="A410",
                path=(*path, "choices", top.id),
                message=f"the best choice serves {served} of 5 tokens and has craft {craft}",
                help="one choice alone serves 4 or more and shows a wanted skill, on no myth",
            )
        elif parts[0] - parts[1] < 10:
            yield Finding(
                code="A411",
                path=(*path, "choices"),
                message=f"the best two choices have {parts[0]} and {parts[1]} points",
                help="leave at least 10 between them, before the call",
            )
        if parts[-1] > 30:
            yield Finding(
                code="A412",
                path=(*path, "choices"),
                message=f"the worst choice still has {parts[-1]} points",
                help="30 or less, before the call",
            )
        mark = scoring.guess_points(scene)
        if not 35 <= mark <= 55:
            yield Finding(
                code="A415",
                path=(*path, "choices"),
                message=f"guessing brings {mark:g} points here",
                help=f"35 to 55 leave room to learn; {_nearer(scene, mark)}",
                group=f"guessing brings {'less than 35' if mark < 35 else 'more than 55'} points",
            )


def _nearer(scene: Scene, mark: float) -> str:
    """Return the points of the choices of *scene*, and what to change if guessing brings *mark*."""
    points = {c.id: scoring.choice_points(scene, c) for c in scene.choices.values()}
    ranked = sorted(points, key=lambda key: -points[key])
    lesser = [key for key in ranked if key not in scoring.best_choices(scene)] or ranked
    listed = ", ".join(f"{key} {points[key]}" for key in ranked)
    off = 10 * math.ceil(max(mark - 55, 35 - mark) * len(points) / 10)
    if mark > 55:
        do = f"take {off} points from lesser ones, first {lesser[0]}"
    else:
        do = f"give {off} points to lesser ones, first {lesser[-1]}"
    return f"the choices have {listed}: {do}; a token or a wanted skill is 10"


def tokens(scenario: Scenario) -> Iterator[Finding]:
    """Check that some choices serve each token and some miss it; every choice serves one."""
    for scene in scenario.scenes.values():
        for choice in scene.choices.values():
            serves_some = scoring.served_tokens(scene.need, choice.stance) or choice.leans_on
            if not serves_some and not _opposite(choice):
                yield Finding(
                    code="A413",
                    path=("scenes", scene.id, "choices", choice.id, "stance"),
                    message="this choice serves no token and leans on no myth",
                    help="let it serve something, or name the myth that makes it tempting",
                )
        for dimension in scene.need.tokens:
            serving = sum(
                scoring.served_tokens_on(scene.need, c.stance, dimension) > 0
                for c in scene.choices.values()
            )
            if serving in (0, len(scene.choices)):
                yield Finding(
                    code="A414",
                    path=("scenes", scene.id, "need", dimension),
                    message=f"{serving} of {len(scene.choices)} choices serve {dimension}",
                    help="let at least one serve it and at least one miss it",
                )


def _opposite(choice: Choice) -> bool:
    """Return whether a choice takes one pole on every dimension."""
    poles = choice.stance.poles
    return len(poles) == 5 and len(set(poles.values())) == 1


def standing_out(scenario: Scenario) -> Iterator[Finding]:
    """Check that best choices are not mostly longest, shortest or at one position."""
    scenes = list(scenario.scenes.values())
    if len(scenes) < 4:
        return
    where: Counter[str] = Counter()
    for scene in scenes:
        top = scoring.best_choices(scene)[0]
        counts = {c.id: len(text_rules.words(c.text)) for c in scene.choices.values()}
        others = [count for key, count in counts.items() if key != top]
        where["the longest"] += counts[top] > max(others)
        where["the shortest"] += counts[top] < min(others)
        where[f"number {list(scene.choices).index(top) + 1} in the file"] += 1
    for how, times in where.items():
        if times > len(scenes) / 2:
            yield Finding(
                code="A407",
                path=("scenes",),
                message=f"the best choice is {how} in {times} of {len(scenes)} scenes",
                help="in the file, move some best choices below others; the game shuffles anyway"
                if how.startswith("number")
                else "trim or fill the others, so that length tells nothing",
            )


def contexts(scenario: Scenario) -> Iterator[Finding]:
    """Check calls to manage alone in contexts that suggest a missing reason; one is allowed."""
    rare = [
        scene
        for scene in scenario.scenes.values()
        if scene.call is Call.MANAGE and scene.context in _RARE_CONTEXTS
    ]
    if len(rare) > 1:
        for scene in rare:
            yield Finding(
                code="A430",
                path=("scenes", scene.id, "context"),
                message=f"the context is {scene.context}, but the call is {scene.call}",
                help=_RARE_CONTEXTS[scene.context],
            )


def cast(scenario: Scenario) -> Iterator[Finding]:
    """Check for three to five people, and for objections to half of the best choices."""
    if not 3 <= len(scenario.cast) <= 5:
        yield Finding(
            code="A423",
            path=("cast",),
            message=f"the cast has {len(scenario.cast)} people",
            help="3 to 5 can be known in ten minutes",
        )
    opposed = sum(_somebody_objects(scenario, scene) for scene in scenario.scenes.values())
    if opposed * 2 < len(scenario.scenes):
        yield Finding(
            code="A422",
            path=("cast",),
            message=f"somebody objects to the best choice in {opposed} of "
            f"{len(scenario.scenes)} scenes",
            help="in half of the scenes somebody present should listen for the other side",
        )


def _somebody_objects(scenario: Scenario, scene: Scene) -> bool:
    top = scene.choices[scoring.best_choices(scene)[0]]
    return any(move < 0 for move in trust_moves(scenario, scene, top).values())


def workshop(scenario: Scenario) -> Iterator[Finding]:
    """Check for facilitator's notes and questions, role briefs and a debrief."""
    for scene in scenario.scenes.values():
        if scene.facilitator is None or not (scene.facilitator.notes and scene.facilitator.ask):
            yield Finding(
                code="A424",
                path=("scenes", scene.id),
                message="the scene has no notes and questions for a facilitator",
                help="facilitator: {notes: ..., ask: [...]}",
            )
    for key, character in scenario.cast.items():
        if character.brief is None:
            yield Finding(
                code="A424",
                path=("cast", key),
                message="there is no brief for this role",
                help="brief: what this person knows and wants, for whoever plays them",
            )
    debrief = scenario.debrief
    if not (debrief.what and debrief.so_what and debrief.now_what):
        yield Finding(
            code="A424",
            path=("debrief",) if debrief.what or debrief.so_what or debrief.now_what else (),
            message="the debrief does not ask all of what, so what and now what",
            help="one question each is enough",
        )


CHECKS: tuple[Check, ...] = (best, tokens, standing_out, contexts, cast, workshop)
