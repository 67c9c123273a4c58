"""
Packs as one file: the texts in a zip, read in memory and never unpacked.

A file in a pack has the path of the pack with its own name behind it, such as
``ferries.zip/the-late-ferry.yaml``. A pack comes from a stranger, so nothing
that it says about itself is believed before it is held against a limit.
"""

from __future__ import annotations

import stat
import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from game.content.clean import has_odd_blanks, refused, safe_id, shorten
from game.content.problems import quoted
from game.content.source import MOST_BYTES, Unreadable, read_bytes, too_large


if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo


MOST_PACKED = 4 * MOST_BYTES
"""How large a pack may be as it lies there."""
MOST_UNPACKED = 16 * MOST_BYTES
"""How large all its texts may be together."""
MOST_FILES = 1_000

SUFFIXES = (".yaml", ".yml")
"""What the names of texts end in; anything else in a pack is left alone."""

_LOCKED = 0x1
_BROKEN = "this pack is broken, or no zip at all"
# What zipfile raises over hostile files; its own BadZipFile is one kind of many.
_FAULTS = (
    *(ArithmeticError, EOFError, LookupError, NotImplementedError, OSError, RuntimeError),
    *(ValueError, struct.error, zlib.error),
)


def is_pack(path: Path) -> bool:
    """Whether *path* has the name of a zip, and is no folder."""
    return path.suffix.lower() == ".zip" and not path.is_dir()


def pack_of(path: Path) -> Path | None:
    """The pack that *path* lies in, if it lies in one."""
    return next((folder for folder in path.parents if is_pack(folder)), None)


def read(path: Path) -> bytes | Unreadable:
    """Read the file at *path* like ``read_bytes``, also where it lies in a pack."""
    pack = pack_of(path)
    if pack is not None:
        return _member(pack, path.relative_to(pack).as_posix())
    return _as_file(path) if is_pack(path) else read_bytes(path)


def _as_file(pack: Path) -> Unreadable:
    """Why *pack* cannot be read as one text."""
    found = texts(pack)
    if isinstance(found, Unreadable):
        return found
    if not found:
        return Unreadable("E016", "there is no scenario in this pack")
    return Unreadable("E003", f"this is a pack; name a file in it, such as {quoted(str(found[0]))}")


def texts(pack: Path) -> tuple[Path, ...] | Unreadable:
    """The path of every text in *pack*, by name, or why the pack cannot be used."""
    archive = _open(pack)
    if isinstance(archive, Unreadable):
        return archive
    if len(archive.filelist) > MOST_FILES:
        return Unreadable("E004", f"this pack holds more than {MOST_FILES:,} files")
    found = [info for info in archive.filelist if info.filename.endswith(SUFFIXES)]
    names = [info.filename for info in found]
    for name in names:
        if not _is_plain(name):
            shown = shorten(safe_id(name))
            return Unreadable("E016", f"no file in a pack may be called '{shown}'")
    if len({name.casefold() for name in names}) < len(names):
        return Unreadable("E016", "two files in this pack have the same name")
    if sum(info.file_size for info in found) > MOST_UNPACKED:
        return Unreadable("E004", "this pack holds more than 16 MiB of text")
    return tuple(pack / name for name in sorted(names))


def _is_plain(name: str) -> bool:
    """Whether *name* stays within the pack on every machine, and shows what it is."""
    apart = all(part not in ("", ".", "..") for part in name.split("/"))
    seen = next(refused(name), None) is None and not has_odd_blanks(name)
    return apart and seen and not any(char in "\\:\t\n" for char in name)


def _open(pack: Path) -> ZipFile | Unreadable:
    from zipfile import BadZipFile, ZipFile  # heavy, and hardly ever needed

    data = read_bytes(pack, MOST_PACKED)
    if isinstance(data, Unreadable):
        return data
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
    """The file that *name* stands for if it lies in a folder of *pack*, as ``zip -r`` puts it."""
    found = texts(pack)
    if isinstance(found, Unreadable):
        return None
    near = [path for path in found if path.name == name.rsplit("/", 1)[-1]]
    return f"did you mean {quoted(str(near[0]), 200)}?" if len(near) == 1 else None


def _why_not(info: ZipInfo) -> str | None:
    """Why a file in a pack is not read, if it is not."""
    from zipfile import ZIP_DEFLATED, ZIP_STORED

    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
        return "this is a link, or something else that is no ordinary file"
    if info.flag_bits & _LOCKED:
        return "this pack is locked with a password; make it again without one"
    # The other ways to pack unfold without a limit on what one step may give.
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return "this pack is made in an unusual way; make it again as an ordinary zip"
    return None


def _unpacked(archive: ZipFile, info: ZipInfo) -> bytes | Unreadable:
    from zipfile import BadZipFile

    try:
        with archive.open(info) as file:
            data = file.read(MOST_BYTES + 1)
    except (BadZipFile, *_FAULTS):
        return Unreadable("E016", _BROKEN)
    return too_large(MOST_BYTES) if len(data) > MOST_BYTES else data
