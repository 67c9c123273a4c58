"""Recorded routes through a scenario, replayed as regression tests."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import frozen

from game.content.decoding import Unread
from game.content.diagnostics import Problem
from game.content.edits import Document, open_document, rewrite
from game.content.files import ROUTES, routes_beside, scenario_beside
from game.content.loader import Reading, read_file, read_record
from game.content.sanitize import quoted
from game.content.yaml.nodes import Node, at, name_span, span_of
from game.content.yaml.source import Source
from game.core.actions import Action, Choose, GiveCall, GoOn
from game.core.enums import Call, State
from game.core.failure import Failure, refused
from game.core.playthrough import Phase, Playthrough, start, step
from game.core.scenario import Scenario, entry
from game.text import labels


@frozen(kw_only=True)
class Route:
    """A recorded route."""

    id: str
    takes: tuple[str, ...] = entry(
        "Steps, each: scene, call, choice.", minimum=1, limit=200, line=True
    )
    ends: State | None = entry(
        "The state it ends in; left out, it may stop anywhere.", default=None
    )
    points: str | None = entry("The points at the end, as the game shows them.", default=None)


@frozen(kw_only=True)
class Routes:
    """All routes of a scenario."""

    routes: Mapping[str, Route] = entry("The routes, by name.", minimum=1)


def read_routes(path: Path, routes: Source | Unread) -> Reading:
    """Replay *routes*, the content of *path*, through the scenario beside it."""
    beside = scenario_beside(path)
    if beside is None:
        name = quoted(f"{path.stem.removesuffix(ROUTES)}.yaml")
        why, hint = f"there is no scenario {name} beside these routes", "put both into one folder"
    else:
        scenario = read_file(beside).scenario
        if scenario is not None:
            return check_routes(routes, scenario)
        why = f"these routes cannot be tried: {quoted(beside.name)} has errors"
        hint = "mend the scenario first"
    return check_routes(routes, Problem(code="E305", message=why, help=hint))


def check_routes(routes: Source | Unread, scenario: Scenario | Problem) -> Reading:
    """
    Replay *routes* through *scenario*; return a reading with the deviations as problems.

    Where there is no scenario, the problem that says so is added to those of the format.
    """
    if isinstance(routes, Unread):
        return Reading(routes.source, None, routes.problems, routes.opened)
    result, root, report = read_record(Routes, routes)
    if isinstance(scenario, Problem):
        report.add(scenario)
        return Reading(routes, None, report.sorted())
    if result is not None and root is not None:
        for route in result.routes.values():
            problem = _walk(route, scenario, at(root, "routes", route.id))
            if problem is not None:
                report.add(problem)
    return Reading(routes, scenario, report.sorted())


def _walk(route: Route, scenario: Scenario, node: Node) -> Problem | None:
    """Return the first deviation on *route*."""
    play: Playthrough = start(scenario, 0)
    for number, written in enumerate(route.takes):
        position = span_of(at(node, "takes", number))
        actions = _actions(written)
        if actions is None:
            return Problem(
                code="E301",
                message="a step is a scene, a call and a choice",
                span=position,
                help="such as: smoke manage-then-lead start-card",
            )
        for action in (*_pages(play), *actions):
            after = step(play, action)
            if isinstance(after, Failure):
                return Problem(
                    code="E302",
                    message=f"this step cannot be taken any more: {after.message[:-1].lower()}",
                    span=position,
                    help=f"the route stands at '{play.scene}' here; record it anew, or mend it",
                )
            play = after
    return _ending(route, _finish(play), node)


def _actions(written: str) -> tuple[Action, ...] | None:
    parts = written.split()
    if len(parts) != 3 or parts[1] not in set(Call):
        return None
    return GiveCall(parts[0], Call(parts[1])), Choose(parts[0], parts[2])


def _pages(play: Playthrough) -> Iterable[Action]:
    """Return the page turns before the next call."""
    if play.phase is Phase.BRIEFING:
        return (GoOn(),)
    return (GoOn(), GoOn()) if play.phase is Phase.OUTCOME else ()


def _finish(play: Playthrough) -> Playthrough:
    for action in _pages(play):
        after = step(play, action)
        if isinstance(after, Playthrough):
            play = after
    return play


def _ending(route: Route, play: Playthrough, node: Node) -> Problem | None:
    points = labels.points(play.points)
    ended = play.state.value if play.phase is Phase.ENDING and play.state else "no ending"
    if route.ends is not None and ended != route.ends.value:
        return Problem(
            code="E303",
            message=f"the route comes to {ended}, not to {route.ends.value}",
            span=span_of(at(node, "ends")),
            help="look at what has changed, or record the route anew",
        )
    if route.points is not None and points != route.points:
        return Problem(
            code="E304",
            message=f"the route has {points} points, not {route.points}",
            span=name_span(at(node, "points")),
            help="look at what has changed, or record the route anew",
        )
    return None


def written(name: str, play: Playthrough) -> str:
    """Return *play* as YAML of a route called *name*, under ``routes:``."""
    lines = [f"  {name}:", "    takes:"]
    lines += [f"      - {turn.scene} {turn.call.value} {turn.choice}" for turn in play.turns]
    if play.phase is Phase.ENDING and play.state is not None:
        lines.append(f"    ends: {play.state.value}")
        lines.append(f"    points: {json.dumps(labels.points(play.points))}")
    return "\n".join(lines) + "\n"


def stale(play: Playthrough) -> Failure | None:
    """
    Return why *play*, a finished playthrough replayed in the present file, is no route.

    Return None if it still comes to an ending.
    """
    if play.phase is Phase.ENDING:
        return None
    where = f"at the scene '{play.scene}'" if play.turns else "at its first step"
    return Failure(
        code="stale-run",
        message=f"The last finished playthrough does not fit the file any more, {where}.",
        help="its ids have changed since: play it to its ending again, then record it",
    )


@frozen
class Recorded:
    """The *file* of a route, and whether it *replaced* one of the same name."""

    file: Path
    replaced: bool


def record(path: Path, name: str, play: Playthrough) -> Recorded | Failure:
    """
    Write *play* as the route *name* beside *path*; leave other routes unchanged.

    Refuse a file of routes that cannot be read or has errors; raise ``OSError``.
    """
    file = routes_beside(path)
    document = Document(Source(str(file), "routes:\n"), bom=False, crlf=False)
    if os.path.lexists(file):
        opened = open_document(file)
        if opened is None:
            return _unwritten(file)
        document = opened
    lines = document.source.text.rstrip("\n").split("\n")
    where = _lines_of(name, lines)
    lines[where] = written(name, play).splitlines()
    text = "\n".join(lines) + "\n"
    if read_record(Routes, Source(str(file), text))[2].has_errors:
        return _unwritten(file)
    rewrite(file, document.encode(text), like=path)
    return Recorded(file, where.start < where.stop)


def _unwritten(file: Path) -> Failure:
    message = f"no route can be added to {quoted(str(file), 200)}"
    return refused(message, "see 'two-hats check'; nothing was written")


def _lines_of(name: str, lines: list[str]) -> slice:
    """Return the lines of the route *name*; an empty slice at the end if it is new."""
    heading = re.compile(rf"  (['\"]?){re.escape(name)}\1\s*:(\s|$)")
    for start_, line in enumerate(lines):
        if heading.match(line):
            stop = start_ + 1
            for number in range(stop, len(lines)):
                if lines[number].startswith("   "):
                    stop = number + 1
                elif lines[number].strip() and not lines[number].lstrip().startswith("#"):
                    break
            return slice(start_, stop)
    return slice(len(lines), len(lines))
