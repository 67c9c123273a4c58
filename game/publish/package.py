"""Zip files that are the same bytes for the same contents."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time that every file in a package has."""


def package(files: Mapping[str, str | bytes]) -> bytes:
    """Give *files*, by their names, as one zip."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            info = ZipInfo(name, EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return buffer.getvalue()
