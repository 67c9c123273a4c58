"""
Which files hold scenarios, and which hold campaigns or routes: told by their names.

A place is a folder, a pack, or a file of its own; no file but a pack is opened.
"""

from __future__ import annotations

from pathlib import Path, PurePath

from game.content.packs import SUFFIXES, is_pack, texts
from game.content.source import Unreadable


CAMPAIGNS = "campaigns"
"""The folder beside scenarios whose files hold campaigns."""

ROUTES = ".routes"
"""Ends the stem of a file that holds routes through the scenario of the same name."""


def is_campaign(path: Path) -> bool:
    """Whether a file at *path* should hold a campaign: it lies in the folder for them."""
    return path.absolute().parent.name == CAMPAIGNS and path.suffix in SUFFIXES


def routes_beside(path: Path) -> Path:
    """Where the routes of the scenario at *path* lie."""
    return path.with_name(f"{path.stem}{ROUTES}.yaml")


def scenario_files(place: Path) -> list[Path]:
    """
    Every scenario's file in *place*, however deep; *place* itself when it is a file.

    A pack with neither a scenario nor a campaign gives itself, and reading it tells why.
    """
    return [file for file in _files(place) if not is_campaign(file)]


def campaign_files(place: Path) -> list[Path]:
    """Every campaign's file in *place*, however deep; *place* itself when it is one."""
    return [file for file in _files(place) if is_campaign(file)]


def shelves(folder: Path) -> list[Path]:
    """*folder* itself, and the packs right in it: folders and zips."""
    packs = (path for path in sorted(folder.glob("*")) if is_pack(path) or path.is_dir())
    return [folder, *(pack for pack in packs if pack.name != CAMPAIGNS and pack.name[0] != ".")]


def shelved(shelf: Path) -> list[Path]:
    """The files of scenarios right in *shelf*, and those of its campaigns; all of a zip."""
    if is_pack(shelf):
        return _packed(shelf)
    found = (*sorted(shelf.glob("*")), *sorted((shelf / CAMPAIGNS).glob("*")))
    return [path for path in found if _is_text(path.name) and path.is_file()]


def _files(place: Path) -> list[Path]:
    if is_pack(place):
        return _packed(place)
    if not place.is_dir():
        return [place]
    found = sorted(path for path in place.rglob("*") if _counts(path.relative_to(place)))
    return [
        file
        for path in found
        if path.is_file()
        for file in (_packed(path) if is_pack(path) else [path])
    ]


def _packed(pack: Path) -> list[Path]:
    found = texts(pack)
    if isinstance(found, Unreadable):
        return [pack]
    return [path for path in found if _counts(path.relative_to(pack))] or [pack]


def _counts(file: PurePath) -> bool:
    """Whether *file*, named from its place, may be one of those looked for, or a pack of them."""
    hidden = any(part.startswith(".") for part in file.parts)
    named = _is_text(file.name) or file.suffix.lower() == ".zip"
    return named and not hidden and CAMPAIGNS not in file.parts[:-2]


def _is_text(name: str) -> bool:
    """Whether a file called *name* is no hidden one, and no routes."""
    stem, dot, ending = name.rpartition(".")
    return dot + ending in SUFFIXES and not name.startswith(".") and not stem.endswith(ROUTES)
