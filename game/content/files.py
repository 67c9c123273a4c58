"""Scenario files on disk: names, and packs (zip files read in memory)."""

from __future__ import annotations

import errno
import os
import stat
import struct
import zlib
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from game.content.sanitize import (
    has_odd_blanks,
    quoted,
    refused,
    safe_id,
    shorten,
)
from game.content.walk import TooLarge, files_in
from game.content.yaml.source import MAX_BYTES, Unreadable, read_bytes, too_large


if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo


MAX_PACKED = 4 * MAX_BYTES
"""The maximum size of a pack on disk, in bytes."""
MAX_UNPACKED = 16 * MAX_BYTES
"""The maximum total size of the texts in a pack, in bytes."""
MAX_FILES = 1_000

SUFFIXES = (".yaml", ".yml")
"""The suffixes of texts; other files in a pack are ignored."""

_NO_FOLDER = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EACCES, errno.EPERM}
"""Errors of a path without a readable folder; after any other there may be files."""

_LOCKED = 0x1
_BROKEN = "this pack is broken, or no zip at all"
# What zipfile raises for hostile files, besides its own BadZipFile.
_FAULTS = (
    *(ArithmeticError, EOFError, LookupError, NotImplementedError, OSError, RuntimeError),
    *(ValueError, struct.error, zlib.error),
)


def is_pack(path: Path) -> bool:
    """Return whether *path* has the name of a zip file and is not a folder."""
    return path.suffix.lower() == ".zip" and not path.is_dir()


def pack_of(path: Path) -> Path | None:
    """Return the pack that contains *path*, None if there is none."""
    return next((folder for folder in path.parents if is_pack(folder)), None)


def read(path: Path) -> bytes | Unreadable:
    """Read the file at *path* like ``read_bytes``, also from a pack."""
    pack = pack_of(path)
    if pack is not None:
        return _member(pack, path.relative_to(pack).as_posix())
    return _as_file(path) if is_pack(path) else read_bytes(path)


def _as_file(pack: Path) -> Unreadable:
    """Return why *pack* cannot be read as one text."""
    result = texts(pack)
    if isinstance(result, Unreadable):
        return result
    if not result:
        return Unreadable("E016", "there is no scenario in this pack")
    return Unreadable(
        "E003", f"this is a pack; name a file in it, such as {quoted(str(result[0]))}"
    )


def texts(pack: Path) -> tuple[Path, ...] | Unreadable:
    """Return the paths of all texts in *pack*, sorted, or why the pack cannot be used."""
    archive = _open(pack)
    if isinstance(archive, Unreadable):
        return archive
    result = [info for info in archive.filelist if info.filename.endswith(SUFFIXES)]
    names = [info.filename for info in result]
    for name in names:
        if not _is_plain(name):
            shown = shorten(safe_id(name))
            return Unreadable("E016", f"no file in a pack may be called '{shown}'")
    if len({name.casefold() for name in names}) < len(names):
        return Unreadable("E016", "two files in this pack have the same name")
    if sum(info.file_size for info in result) > MAX_UNPACKED:
        return Unreadable("E004", "this pack holds more than 16 MiB of text")
    return tuple(pack / name for name in sorted(names))


def _is_plain(name: str) -> bool:
    """Return whether *name* is visible text and stays within the pack on every system."""
    apart = all(part not in ("", ".", "..") for part in name.split("/"))
    seen = next(refused(name), None) is None and not has_odd_blanks(name)
    return apart and seen and not any(char in "\\:\t\n" for char in name)


def _open(pack: Path) -> ZipFile | Unreadable:
    from zipfile import BadZipFile, ZipFile  # slow to import, and rarely needed

    data = read_bytes(pack, MAX_PACKED)
    if isinstance(data, Unreadable):
        return data
    # Each directory entry starts with these bytes; parsing many entries takes memory.
    if data.count(b"PK\x01\x02") > MAX_FILES:
        return Unreadable("E004", f"this pack holds more than {MAX_FILES:,} files")
    try:
        return ZipFile(BytesIO(data))
    except (BadZipFile, *_FAULTS):
        return Unreadable("E016", _BROKEN)


def _member(pack: Path, name: str) -> bytes | Unreadable:
    archive = _open(pack)
    if isinstance(archive, Unreadable):
        return archive
    info = next((info for info in archive.filelist if info.filename == name), None)
    if info is None or not name.endswith(SUFFIXES):
        return Unreadable("E003", "there is no such file in the pack", _meant(pack, name))
    why = _why_not(info)
    return _unpacked(archive, info) if why is None else Unreadable("E016", why)


def _meant(pack: Path, name: str) -> str | None:
    """Return a suggestion if *name* is in a folder of *pack*, as ``zip -r`` creates it."""
    result = texts(pack)
    if isinstance(result, Unreadable):
        return None
    near = [path for path in result if path.name == name.rsplit("/", 1)[-1]]
    return f"did you mean {quoted(str(near[0]), 200)}?" if len(near) == 1 else None


def _why_not(info: ZipInfo) -> str | None:
    """Return why a file in a pack is rejected, None if it is not."""
    from zipfile import ZIP_DEFLATED, ZIP_STORED

    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
        return "this is a link, or something else that is no ordinary file"
    if info.flag_bits & _LOCKED:
        return "this pack is locked with a password; make it again without one"
    # Other methods decompress without a limit on the output of one step.
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return "this pack is made in an unusual way; make it again as an ordinary zip"
    return None


def _unpacked(archive: ZipFile, info: ZipInfo) -> bytes | Unreadable:
    from zipfile import BadZipFile

    try:
        with archive.open(info) as file:
            data = file.read(MAX_BYTES + 1)
    except (BadZipFile, *_FAULTS):
        return Unreadable("E016", _BROKEN)
    return too_large(MAX_BYTES) if len(data) > MAX_BYTES else data


CAMPAIGNS = "campaigns"
"""The name of the folder for campaigns, beside the scenarios."""

ROUTES = ".routes"
"""The end of the stem of a file with routes through the scenario of the same name."""


def is_campaign(path: Path) -> bool:
    """Return whether *path* is a campaign file, which is in a folder ``campaigns``."""
    return path.absolute().parent.name == CAMPAIGNS and path.suffix in SUFFIXES


def routes_beside(path: Path) -> Path:
    """Return the path of the routes for the scenario at *path*."""
    return path.with_name(f"{path.stem}{ROUTES}.yaml")


def scenario_beside(routes: Path) -> Path | None:
    """Return the path of the scenario that the file *routes* belongs to, None if it is missing."""
    stem = routes.stem.removesuffix(ROUTES)
    options = [routes.with_name(f"{stem}{suffix}") for suffix in (routes.suffix, *SUFFIXES)]
    return next((path for path in options if path != routes and path.is_file()), None)


def scenario_files(root: Path) -> list[Path]:
    """
    Return all scenario files below *root*; *root* itself if it is a file.

    A pack without scenarios and campaigns, or a folder that is too large, is returned
    itself; reading it gives the reason.
    """
    return [file for file in _files(root) if not is_campaign(file)]


def campaign_files(root: Path) -> list[Path]:
    """Return all campaign files below *root*; *root* itself if it is one."""
    return [file for file in _files(root) if is_campaign(file)]


def route_files(root: Path) -> list[Path]:
    """Return all files of routes below the folder *root*; none for a file or a pack."""
    result = files_in(root) if root.is_dir() else []
    if isinstance(result, TooLarge):
        return []
    return [path for path in result if path.suffix in SUFFIXES and path.stem.endswith(ROUTES)]


def too_large_files(places: Iterable[Path]) -> TooLarge | None:
    """Return why one of *places* is not searched, if one is a folder that is too large."""
    result = (files_in(position) for position in places if position.is_dir())
    return next((item for item in result if isinstance(item, TooLarge)), None)


def library_folders(folder: Path) -> list[Path]:
    """Return *folder* and the packs directly in it: folders and zip files."""
    packs = [
        folder / item.name
        for item in _listed(folder)
        if item.name != CAMPAIGNS and item.name[0] != "." and _is_pack_or_folder(item)
    ]
    return [folder, *packs]


def folder_files(folder: Path) -> list[Path]:
    """Return the scenario and campaign files directly in *folder*; all files of a pack."""
    if is_pack(folder):
        return _packed(folder)
    return [
        place / item.name
        for place in (folder, folder / CAMPAIGNS)
        for item in _listed(place)
        if _is_text(item.name) and (item.is_file(follow_symlinks=False) or Path(item).is_file())
    ]


def _listed(folder: Path) -> list[os.DirEntry[str]]:
    """Return what is in *folder*, sorted; nothing if it is none or forbidden."""
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda item: os.path.normcase(item.name))
    except OSError as error:
        if error.errno in _NO_FOLDER:
            return []
        raise


def _is_pack_or_folder(item: os.DirEntry[str]) -> bool:
    path = Path(item) if item.is_symlink() or item.name.lower().endswith(".zip") else None
    return item.is_dir(follow_symlinks=False) if path is None else is_pack(path) or path.is_dir()


def _files(place: Path) -> list[Path]:
    if is_pack(place):
        return _packed(place)
    if not place.is_dir():
        return [place]
    result = files_in(place)
    if isinstance(result, TooLarge):
        return [place]
    return [
        file
        for path in result
        if _counts(path.relative_to(place)) and path.is_file()
        for file in (_packed(path) if is_pack(path) else [path])
    ]


def _packed(pack: Path) -> list[Path]:
    result = texts(pack)
    if isinstance(result, Unreadable):
        return [pack]
    return [path for path in result if _counts(path.relative_to(pack))] or [pack]


def _counts(file: PurePath) -> bool:
    """Return whether *file*, relative to the root, is a visible text or pack."""
    hidden = any(part.startswith(".") for part in file.parts)
    named = _is_text(file.name) or file.suffix.lower() == ".zip"
    return named and not hidden and CAMPAIGNS not in file.parts[:-2]


def _is_text(name: str) -> bool:
    """Return whether *name* is the name of a text, not hidden and not of routes."""
    stem, dot, ending = name.rpartition(".")
    return dot + ending in SUFFIXES and not name.startswith(".") and not stem.endswith(ROUTES)
