"""Check files: errors that keep them from being played, and advice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING

from game.author.lint import Finding, is_english, scene_rules, text_rules
from game.author.lint.text_rules import labelled
from game.content.decoding import open_text
from game.content.diagnostics import Problem, Severity
from game.content.files import (
    campaign_files,
    route_files,
    routes_beside,
    scenario_beside,
    scenario_files,
)
from game.content.kinds import FileKind, kind_of_file
from game.content.loader import NOTES, Reading, read_campaign_file, read_file
from game.content.sanitize import quoted, safe
from game.content.yaml.nodes import Node, at, name_span
from game.content.yaml.source import Source
from game.core.scenario import Scenario
from game.text.plural import count


Find = Callable[[str], "Scenario | None"]
"""Return the scenario with an id; None if it cannot be read."""

if TYPE_CHECKING:
    from game.core.campaign import Campaign, Favour


ADVICE = {
    "A401": "a scene's text is shorter or longer than a projector and a reader like",
    "A402": "a scene's text has many or long sentences",
    "A403": "a text asks for more years of schooling than it should",
    "A404": "a choice is shorter or longer than its kind",
    "A405": "a choice does not begin with what you do",
    "A406": "the choices of a scene differ so much in length that length gives a hint",
    "A407": "the best choice stands out by its length or its place too often",
    "A408": "a text names what the player is to find out",
    "A409": "an absolute word makes a lesser choice easy to rule out",
    "A410": "a scene has no single best choice",
    "A411": "the second-best choice is too close to the best",
    "A412": "the worst choice is not bad enough to tell apart",
    "A413": "a choice serves nothing and leans on no myth",
    "A414": "a needed dimension tells the choices apart too little",
    "A415": "guessing pays too much or too little",
    "A416": "an outcome is shorter or longer than its kind",
    "A417": "an explanation is shorter or longer than its kind",
    "A418": "an explanation rests on fewer than two ideas",
    "A419": "an explanation does not come back to a cue",
    "A420": "feedback judges, or says always and never",
    "A421": "a lesser choice does not say when it would be right",
    "A422": "everyone present agrees with the best choice too often",
    "A423": "the cast is smaller or larger than a scenario can carry",
    "A424": "something a workshop needs is missing",
    "A425": "a line, an echo or a way on that no run can meet",
    "A426": "somebody speaks or listens who is not present",
    "A427": "a letter of a campaign is shorter or longer than its kind",
    "A428": "what a practice lets the player know is shorter or longer than its kind",
    "A429": "a posting offers no practices, though another came before it",
    "A430": "the context of a scene and its call contradict each other",
    "A431": "a paragraph of a scene's text is long",
    "A432": "a scene's text names more people than a reader can hold",
    "A433": "what people do after a call is long",
    "A434": "an explanation repeats the table, or says what to do next time",
    "A435": "the minutes that are given are off by more than a third",
    "A436": "endings open on the same words in several scenarios",
    "A437": "scenes of most scenarios open on the same weekday",
    "A438": "explanations of several scenarios open on the same words",
    "A439": "ideas that no scenario of a library cites",
    "A440": "a favour names somebody or a scene that its posting does not have",
    "A441": "a scene can be played again",
    "A442": "right_if repeats the words before it",
}
"""Every code of advice with its meaning; the codes are stable."""


def advise(scenario: Scenario, root: Node) -> tuple[Problem, ...]:
    """Return all advice on *scenario*, located by the nodes under *root*, in file order."""
    counted = text_rules.CHECKS if is_english(scenario) else ()
    checks = (
        *counted,
        *text_rules.ANY_LANGUAGE,
        *scene_rules.CHECKS,
        *scene_rules.REACHABILITY_CHECKS,
    )
    result = [finding for check in checks for finding in check(scenario)]
    return placed(result, root)


def placed(findings: Iterable[Finding], root: Node) -> tuple[Problem, ...]:
    """Return *findings* as problems, located by the nodes under *root*, in file order."""
    problems = [
        Problem(
            code=item.code,
            message=item.message,
            help=item.help,
            group=item.group,
            span=name_span(at(root, *item.path)),
        )
        for item in findings
    ]
    return tuple(sorted(problems, key=_where))


def _where(problem: Problem) -> tuple[int, int]:
    assert problem.span is not None
    return problem.span.line, problem.span.column


def check_campaign(file: Path) -> Reading:
    """Read the campaign in *file*; add advice if it can be played."""
    from game.content.library import library_beside  # no scenario needs it

    library = library_beside(file)
    read = read_campaign_file(
        file, library.entries.keys(), extra_check=partial(advise_campaign, find=library.scenario)
    )
    return Reading(read.source, None, read.problems, read.opened)


def advise_campaign(campaign: Campaign, root: Node, find: Find) -> tuple[Problem, ...]:
    """
    Return all advice on *campaign*, located by the nodes under *root*, in file order.

    *find* returns the scenario of a posting, None if it cannot be read.
    """
    findings = (
        *_lengths(campaign),
        *_offers(campaign),
        *_labels(campaign),
        *_favours(campaign, find),
    )
    return placed(findings, root)


def _favours(campaign: Campaign, find: Find) -> Iterator[Finding]:
    for favour in campaign.favours.values():
        for path, name, title, known in _named(favour, find):
            if name not in known:
                yield Finding(
                    code="A440",
                    path=("favours", favour.id, *path),
                    message=f"{quoted(name)} is not in {title}",
                    help=f"there are {', '.join(known)}",
                )


def _named(
    favour: Favour, find: Find
) -> Iterator[tuple[tuple[str, ...], str, str, Collection[str]]]:
    """Yield what *favour* names: path, name, title of the scenario, the names that it has."""
    earned_in, back_in = find(favour.posting), find(favour.back)
    if earned_in is not None:
        for who in favour.trust:
            yield ("trust", who), who, earned_in.title, earned_in.cast.keys()
    if back_in is not None:
        yield ("scene",), favour.scene, back_in.title, back_in.scenes.keys()


def _lengths(campaign: Campaign) -> Iterator[Finding]:
    for path, text in _texts(campaign):
        code, name, minimum, maximum = "A427", "text", 60, 120 if path[-1] == "letter" else 160
        if path[-2:-1] == ("practices",):
            code, name, minimum, maximum = "A428", "practice", 15, 70
        elif path[-2:-1] == ("after",) or path[0] == "favours":
            minimum, maximum = 5, 40
        yield from text_rules.words_within(code, path, name, text, minimum, maximum)


def _offers(campaign: Campaign) -> Iterator[Finding]:
    for posting in tuple(campaign.postings.values())[1:]:
        if not posting.practices:
            yield Finding(
                code="A429",
                path=("postings", posting.id),
                message="nothing can be picked on the way to this posting",
                help="give three practices, each with what it lets the player know here",
            )


def _labels(campaign: Campaign) -> Iterator[Finding]:
    for path, text in _texts(campaign):
        yield from labelled(path, text)


def _texts(campaign: Campaign) -> Iterator[tuple[tuple[str, ...], str]]:
    from game.core.campaign import Bearing

    yield ("opening",), campaign.opening
    for posting in campaign.postings.values():
        path = ("postings", posting.id)
        yield (*path, "letter"), posting.letter
        for practice, text in posting.practices.items():
            yield (*path, "practices", practice.value), text
        for state, text in posting.after.items():
            yield (*path, "after", state.value), text
    for favour in campaign.favours.values():
        for name in ("letter", "line"):
            yield ("favours", favour.id, name), getattr(favour, name)
    for bearing in Bearing:
        yield ("closings", bearing.value), campaign.closings.of(bearing)


def check(paths: Iterable[Path]) -> list[Reading]:
    """
    Read every file in *paths*; add advice if it can be played.

    The recorded routes beside a scenario are replayed and reported after it, unless it has
    errors; routes without a scenario follow, and campaigns come last.
    Named files that hold routes, a campaign or a schema are recognised by their kind; schemas
    are left out (``left_out``).
    """
    all_paths = _once(paths)
    kinds = {path: kind_of_file(path) for path in all_paths if path.is_file()}
    files = _once(
        file
        for position in all_paths
        for file in scenario_files(position)
        if kinds.get(file, FileKind.SCENARIO) is FileKind.SCENARIO
    )
    scenarios = _together(files)
    broken = {reading.source.name for reading in scenarios if reading.scenario is None}
    routes = [path for path, kind in kinds.items() if kind is FileKind.ROUTES]
    found = [file for position in all_paths for file in route_files(position)]
    routes += [file for file in found if str(scenario_beside(file)) not in broken]
    readings: list[Reading] = []
    for file, reading in zip(files, scenarios, strict=True):
        readings += [reading, *_routes(file, reading.scenario)]
    replayed = {reading.source.name for reading in readings}
    rest = [path for path in _once(routes) if str(path) not in replayed]
    if rest:
        from game.author.lint.routes import read_routes

        readings += [read_routes(path, open_text(path)) for path in rest]
    campaigns = [path for path, kind in kinds.items() if kind is FileKind.CAMPAIGN]
    campaigns += [file for position in all_paths for file in campaign_files(position)]
    return [*readings, *map(check_campaign, _once(campaigns))]


def _once(paths: Iterable[Path]) -> list[Path]:
    """Return *paths* without those that came before; a link of another name has another id."""
    first: dict[tuple[str, str], Path] = {}
    for path in paths:
        first.setdefault((realpath(path.parent), path.name), path)
    return list(first.values())


def _together(files: Iterable[Path]) -> list[Reading]:
    """Read *files*; add advice on each and on repetitions between them."""
    roots: list[tuple[int, Scenario, Node]] = []
    readings: list[Reading] = []

    def advise_file(scenario: Scenario, root: Node) -> tuple[Problem, ...]:
        roots.append((len(readings), scenario, root))
        return advise(scenario, root)

    for file in files:
        readings.append(read_file(file, extra_check=advise_file))
    if len(roots) > 1:
        from game.author.lint.library_rules import sameness

        shared = sameness([scenario for _, scenario, _ in roots])
        for (number, _, root), result in zip(roots, shared, strict=True):
            reading = readings[number]
            readings[number] = reading._replace(problems=reading.problems + placed(result, root))
    return readings


# Routes and campaigns are imported on demand: the rules of play and the library take as
# long to load as everything else.


def _routes(file: Path, scenario: Scenario | None) -> Iterator[Reading]:
    routes = open_text(routes_beside(file))
    if scenario is not None and (isinstance(routes, Source) or routes.opened):
        from game.author.lint.routes import check_routes

        yield check_routes(routes, scenario)


def left_out(paths: Iterable[Path]) -> list[str]:
    """Return a sentence on each of *paths* that ``check`` does not read."""
    return [
        f"{safe(str(path))} is a schema, which is not checked."
        for path in _once(paths)
        if path.is_file() and kind_of_file(path) is FileKind.SCHEMA
    ]


def held_back(readings: Sequence[Reading]) -> str | None:
    """Return a sentence on checks that wait for errors to be fixed, or None."""
    codes = {problem.code for reading in readings if reading.opened for problem in reading.problems}
    codes.discard(NOTES)  # which become a scenario in another way
    if any(code.startswith(("E0", "E1")) for code in codes):
        return "All names and sums are looked at once these are mended."
    if any(code.startswith("E2") for code in codes):
        return "Advice is given once the errors are mended."
    return None


def counted(readings: Sequence[Reading]) -> str:
    """Return how many errors, warnings and pieces of advice there are, in words."""
    found = [problem.severity for reading in readings for problem in reading.problems]
    names = {Severity.ERROR: "error", Severity.WARNING: "warning"}
    parts = [count(found.count(kind), name) for kind, name in names.items() if kind in found]
    if pieces := found.count(Severity.ADVICE):
        parts.append(f"{count(pieces, 'piece')} of advice")
    return ", ".join(parts) or "no problem"


def in_scene(readings: Sequence[Reading], scene: str) -> list[Reading]:
    """Return *readings* with only the problems on lines of the scene called *scene*."""
    result = []
    for reading in readings:
        lines = _scene_lines(reading, scene)
        kept = tuple(p for p in reading.problems if p.span is not None and p.span.line in lines)
        result.append(reading._replace(problems=kept))
    return result


def has_scene(readings: Sequence[Reading], scene: str) -> bool:
    """Return whether any file of *readings* has a scene called *scene*."""
    return any(_scene_lines(reading, scene) for reading in readings)


def _scene_lines(reading: Reading, scene: str) -> range:
    from game.content.layout import scene_lines

    return scene_lines(reading.source.lines, scene)


def holds(readings: Sequence[Reading], *, strict: bool) -> bool:
    """Return whether there are no errors; with *strict*, no warnings or advice either."""
    if strict:
        return not any(reading.problems for reading in readings)
    return not any(
        problem.severity is Severity.ERROR for reading in readings for problem in reading.problems
    )
