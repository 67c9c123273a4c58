"""Rename the id of a scene, choice or character in its file and in the files beside it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from attrs import frozen

from game.author.lint.routes import Routes
from game.content.diagnostics import Suggester
from game.content.edits import Edit, replacing
from game.content.files import CAMPAIGNS, campaign_files, routes_beside
from game.content.ids import RULE, is_id
from game.content.kinds import FileKind, kind_of
from game.content.repair.characters import clean
from game.content.sanitize import quoted
from game.content.sites import Site, sites, tree_of
from game.content.yaml.nodes import Tree, span_of
from game.content.yaml.source import Source, Span
from game.core.campaign import Campaign
from game.core.failure import Failure, refused
from game.core.scenario import END, Scenario


class Kind(StrEnum):
    """The kinds of id that can be renamed."""

    SCENE = "scene"
    CHOICE = "choice"
    CHARACTER = "character"


@frozen
class Renaming:
    """
    A change of one id: *old* and *new* are full ids, such as ``quay.list``.

    *edits* apply to the scenario's file.
    """

    kind: Kind
    old: str
    new: str
    edits: tuple[Edit, ...]


def rename(source: Source, kind: Kind, old: str, new: str) -> Renaming | Failure:
    """
    Rename *old* to *new* in the scenario of *source*.

    The id of a choice is ``scene.choice``; its last part is enough where it is unique. Refuse
    unknown ids, ids in use, invalid ids and files with rejected characters or broken layout.
    """
    tree = _tree(source, "the file")
    if isinstance(tree, Failure):
        return tree
    result = sites(Scenario, tree.root)
    ids = [site.id for site in result if site.defines == kind]
    whole = _full_id(kind, old, ids)
    if whole is None:
        near = Suggester().suggest(old, ids)
        advice = f"did you mean '{near}'?" if near else f"there are {', '.join(ids) or 'none'}"
        return refused(f"no {kind} is called {quoted(old)}", advice)
    scene, _, bare = whole.rpartition(".")
    last = new.removeprefix(f"{scene}.") if scene else new
    if not is_id(last):
        return refused(f"{quoted(new)} cannot be an id", RULE)
    if kind is Kind.SCENE and last == END:
        return refused("a scene cannot be called 'end'", "that is where a scenario ends")
    after = f"{scene}.{last}" if scene else last
    if after in ids:
        return refused(f"there is a {kind} called '{after}' already", "give another name")
    edits: list[Edit] = []
    for site, text in _named(result, kind, whole, bare, last):
        edit = _replaced(site, source, "the file", text)
        if isinstance(edit, Failure):
            return edit
        edits.append(edit)
    return Renaming(kind, whole, after, tuple(edits))


def _tree(source: Source, name: str) -> Tree | Failure:
    """Parse *source*, called *name*; refuse rejected characters and a broken layout."""
    if clean(source)[0] is not source:
        return refused(f"{name} holds characters that do not belong there", "see 'two-hats check'")
    tree = tree_of(source)
    if tree.root is None or not tree.whole:
        return refused(f"the layout of {name} is broken", "see 'two-hats check'")
    return tree


def _replaced(site: Site, source: Source, name: str, text: str) -> Edit | Failure:
    """Return the edit that writes *text* for the id of *site*, in the file called *name*."""
    edit = replacing(site.node, source, text)
    if edit is None:
        message = f"the id on line {span_of(site.node).line} of {name} is not on a single line"
        return refused(message, "write it after its colon, on the same line")
    return edit


def _full_id(kind: Kind, old: str, ids: Sequence[str]) -> str | None:
    """Return the id of *ids* that *old* names; None if there is none or more than one."""
    if old in ids:
        return old
    ended = [name for name in ids if kind is Kind.CHOICE and name.endswith(f".{old}")]
    return ended[0] if len(ended) == 1 else None


def _named(
    all_sites: Iterable[Site], kind: Kind, whole: str, bare: str, last: str
) -> Iterator[tuple[Site, str]]:
    """Yield each site that names the id *whole*, with its new text."""
    for site in all_sites:
        if (site.defines == kind and site.id == whole) or (
            site.refers == kind is not Kind.CHOICE and site.text == bare
        ):
            yield site, last
        elif site.refers == Kind.CHOICE:
            scene, _, choice = site.text.partition(".")
            if kind is Kind.CHOICE and site.text == whole:
                yield site, f"{scene}.{last}"
            elif kind is Kind.SCENE and scene == whole:
                yield site, f"{last}.{choice}"


def files_beside(path: Path, kind: Kind) -> list[Path]:
    """Return the routes and campaigns beside the scenario at *path* that may name a *kind*."""
    routes = routes_beside(path)
    campaigns = [] if kind is Kind.CHOICE else campaign_files(path.parent / CAMPAIGNS)
    return [*([routes] if os.path.lexists(routes) else []), *campaigns]


def rename_beside(source: Source, scenario: str, renaming: Renaming) -> tuple[Edit, ...] | Failure:
    """Return the edits of *source*, one of the ``files_beside``; refuse a broken file."""
    tree = _tree(source, source.name)
    if isinstance(tree, Failure):
        return tree
    if kind_of(source) is FileKind.ROUTES:
        steps = (site for site in sites(Routes, tree.root) if site.path[-2:-1] == ("takes",))
        made = [_in_step(source, site, renaming) for site in steps]
    else:
        named = _in_campaign(sites(Campaign, tree.root), scenario, renaming)
        made = [_replaced(site, source, source.name, renaming.new) for site in named]
    edits = []
    for edit in made:
        if isinstance(edit, Failure):
            return edit
        edits += [] if edit is None else [edit]
    return tuple(edits)


def _in_campaign(all_sites: Sequence[Site], scenario: str, renaming: Renaming) -> Iterator[Site]:
    """Yield each site of a campaign that names the old id of the *scenario*."""
    values = {site.path: site.text for site in all_sites if not site.is_name}
    for site in all_sites:
        match renaming.kind, site.is_name, site.path:
            case Kind.SCENE, False, ("favours", favour, "scene"):
                posting = values.get(("favours", favour, "back"))
            case Kind.CHARACTER, True, ("favours", favour, "trust", _):
                posting = values.get(("favours", favour, "posting"))
            case _:
                continue
        if posting == scenario and site.text == renaming.old:
            yield site


def _in_step(routes: Source, site: Site, renaming: Renaming) -> Edit | Failure | None:
    """Return the edit of one step: scene, call and choice, separated by blanks."""
    parts = site.text.split()
    scene, _, choice = renaming.old.partition(".")
    if len(parts) != 3 or parts[0] != scene:
        return None
    if renaming.kind is Kind.SCENE:
        parts[0] = renaming.new
    elif renaming.kind is Kind.CHOICE and parts[2] == choice:
        parts[2] = renaming.new.partition(".")[2]
    else:
        return None
    position = span_of(site.node)
    line = routes.line(position.line)
    written = re.compile(r"(['\"]?)\S+\s+\S+\s+[^\s'\"]+").match(line, position.column - 1)
    if written is None:
        return refused(f"a step of {routes.name} stands on several lines", "write it on one line")
    start, end = position.column + len(written[1]), written.end() + 1
    return Edit(Span(position.line, start, position.line, end), " ".join(parts))
