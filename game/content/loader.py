"""Load a scenario, a campaign or any attrs class from a file or a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from game.content import validation
from game.content.binding.context import BAD, Binder, is_nothing
from game.content.binding.records import FORMS, Grammar
from game.content.campaign_validation import check_campaign
from game.content.decoding import Unread, open_text
from game.content.diagnostics import Problem, Report
from game.content.ids import file_id
from game.content.repair.reading import read_repaired
from game.content.validation import check_cuts
from game.content.yaml.nodes import Node
from game.content.yaml.parser import parse
from game.content.yaml.source import Source, Span
from game.core.scenario import END, RETIRED, Scenario


if TYPE_CHECKING:
    from game.core.campaign import Campaign


HANDBOOK_PATH = Path(__file__).with_name("handbook.yaml")
"""The file of the handbook."""

_ID_LINE = re.compile(r"^  ([a-z0-9-]+):$", re.MULTILINE)


@cache
def idea_ids() -> frozenset[str]:
    """
    Return the ids of all ideas of the handbook.

    Every check needs only these, so they are extracted by a regular expression instead of
    parsing 60 KB of YAML; a test compares both.
    """
    return frozenset(_ID_LINE.findall(HANDBOOK_PATH.read_text(encoding="utf-8")))


T = TypeVar("T")


def read_record(
    kind: type[T],
    source: Source,
    *,
    name: str = "",
    known: Mapping[str, Collection[str]] | None = None,
    check: Callable[[Binder, Node], None] | None = None,
) -> tuple[T | None, Node | None, Report]:
    """
    Read *source* as an instance of *kind* with the id *name*.

    *known* maps kinds to ids that other files define; *check* runs on the tree. Return the
    value (None if there is an error), the root, and the report, for further problems.
    """

    def read(text: Source, report: Report) -> tuple[T | None, Node | None]:
        tree = parse(text, report)
        if tree.root is None:
            if not report.has_errors:
                report.add(Problem(code="E001", message="the file is empty"))
            return None, None
        binder = Binder(text, report, name, tree.root, tree.cut)
        for kind_, names in (known or {}).items():
            binder.defined[kind_] = dict.fromkeys(names)
        value = Grammar().record(kind)(binder, tree.root)
        binder.resolve(tree.whole)
        if check is not None:
            check(binder, tree.root)
        return None if value is BAD or report.has_errors else value, tree.root

    (value, root), report = read_repaired(source, kind, read)
    return None if report.has_errors else value, root, report


class Reading(NamedTuple):
    """
    The result of reading *source*.

    *scenario* is None if any problem is an error; *opened* is False if
    the file could not be read at all.
    """

    source: Source
    scenario: Scenario | None
    problems: tuple[Problem, ...]
    opened: bool = True


ScenarioCheck = Callable[[Scenario, Node], Iterable[Problem]]
"""Checks a scenario without errors, given the root of its tree."""


def read_file(
    path: Path, ideas: Collection[str] | None = None, extra_check: ScenarioCheck | None = None
) -> Reading:
    """
    Read the scenario at *path*, which may be in a pack.

    *ideas* are the ids of the handbook, by default the game's own. The problems of
    *extra_check*, which runs on a scenario without errors, are added to the rest.
    """
    return read_opened(open_text(path), ideas, extra_check)


def read_opened(
    source: Source | Unread,
    ideas: Collection[str] | None = None,
    extra_check: ScenarioCheck | None = None,
) -> Reading:
    """Read a scenario like ``read_file``, from the result of ``open_text``."""
    if isinstance(source, Unread):
        return Reading(source.source, None, source.problems, source.opened)
    return read_scenario(source, ideas, extra_check)


def read_scenario(
    source: Source, ideas: Collection[str] | None = None, extra_check: ScenarioCheck | None = None
) -> Reading:
    """Read a scenario like ``read_file``, from a text; its id is ``file_id(source.name)``."""

    def read(text: Source, report: Report) -> tuple[Scenario | None, Node | None]:
        return _read(text, report, ideas)

    (scenario, root), report = read_repaired(source, Scenario, read)
    if report.has_errors:
        scenario = None
        if _is_notes(source):
            return Reading(source, None, (_NOTES,))
    if extra_check is not None and scenario is not None and root is not None:
        for problem in extra_check(scenario, root):
            report.add(problem)
    return Reading(source, scenario, report.sorted())


NOTES = "E008"
"""The code of a file that looks like notes."""
_NOTES = Problem(
    code=NOTES,
    message="these look like notes, not like a scenario",
    span=Span(1, 1, 1, 1),
    help="two-hats new NAME --from NOTES.md makes a scenario of them",
)
_HEADING = re.compile(r"^#{1,3} \S", re.MULTILINE)
_PROSE = re.compile(r"^\s*[^#\s]", re.MULTILINE)
_ENTRY = re.compile(r"^(?:format|title|cast|scenes)\s*:", re.MULTILINE)


def _is_notes(source: Source) -> bool:
    """Return whether *source* has headings as Markdown has, or its suffix, and no main entry."""
    if not _PROSE.search(source.text):
        return False
    suffix = source.name.lower().endswith((".md", ".markdown", ".txt"))
    return not _ENTRY.search(source.text) and (suffix or bool(_HEADING.search(source.text)))


def _read(
    source: Source, report: Report, ideas: Collection[str] | None
) -> tuple[Scenario | None, Node | None]:
    tree = parse(source, report)
    if tree.root is None or is_nothing(tree.root):
        if not report.has_errors:
            report.add(Problem(code="E001", message="the file is empty", span=Span(1, 1, 1, 1)))
        return None, None
    binder = Binder(source, report, file_id(source.name), tree.root, tree.cut)
    if not binder.id:
        message = "the name of the file has no letter from a to z and no digit"
        report.add(Problem(code="E105", message=message, help="it is the id of the scenario"))
    scenario = _grammar().record(Scenario)(binder, tree.root)
    if any(reference.kind == "idea" for reference in binder.references):
        binder.defined["idea"] = dict.fromkeys(idea_ids() if ideas is None else ideas)
    if "scene" in binder.defined:
        binder.defined["scene"][END] = None
    binder.resolve(tree.whole)
    validation.check_cuts(binder, tree.root)
    if scenario is BAD or report.has_errors:
        return None, None
    validation.check_scenario(binder, scenario, tree.root)
    return scenario, tree.root


@cache
def _grammar() -> Grammar:
    return Grammar(forms=FORMS, checks=validation.CHECKS, retired=RETIRED)


CampaignCheck: TypeAlias = "Callable[[Campaign, Node], Iterable[Problem]]"
"""Checks a campaign without errors, given the root of its tree."""


class CampaignReading(NamedTuple):
    """
    The result of reading *source*.

    *campaign* is None if any problem is an error; *opened* is False if
    the file could not be read at all.
    """

    source: Source
    campaign: Campaign | None
    problems: tuple[Problem, ...]
    opened: bool = True


def read_campaign_file(
    path: Path, scenarios: Collection[str], extra_check: CampaignCheck | None = None
) -> CampaignReading:
    """
    Read the campaign at *path*, which may be in a pack; *scenarios* are the ids it may use.

    The problems of *extra_check*, which runs on a campaign without errors, are added.
    """
    source = open_text(path)
    if isinstance(source, Unread):
        return CampaignReading(source.source, None, source.problems, source.opened)
    return read_campaign(source, scenarios, extra_check)


def read_campaign(
    source: Source, scenarios: Collection[str], extra_check: CampaignCheck | None = None
) -> CampaignReading:
    """Read a campaign like ``read_campaign_file``, from a text."""
    from game.core.campaign import Campaign

    campaign, root, report = read_record(
        Campaign, source, name=file_id(source.name), known={"scenario": scenarios}, check=check_cuts
    )
    if campaign is not None and root is not None:
        for problem in check_campaign(campaign, root):
            report.add(problem)
        if extra_check is not None and not report.has_errors:
            for problem in extra_check(campaign, root):
                report.add(problem)
    return CampaignReading(source, None if report.has_errors else campaign, report.sorted())
