"""The kind of a named file by its name and content: scenario, routes, campaign or schema."""

from __future__ import annotations

import re
from enum import Enum
from pathlib import Path

from game.content.files import ROUTES, SUFFIXES, open_text
from game.content.yaml.source import Source


class FileKind(Enum):
    """The kinds of file that stand beside each other."""

    SCENARIO = "scenario"
    ROUTES = "routes"
    CAMPAIGN = "campaign"
    SCHEMA = "schema"


_TOP = re.compile(
    r"""^["']?(scenes|cast|postings|closings|routes|\$schema|\$defs)["']?\s*:""", re.M
)
_KINDS = {
    "scenes": FileKind.SCENARIO,
    "cast": FileKind.SCENARIO,
    "postings": FileKind.CAMPAIGN,
    "closings": FileKind.CAMPAIGN,
    "routes": FileKind.ROUTES,
    "$schema": FileKind.SCHEMA,
    "$defs": FileKind.SCHEMA,
}


def kind_of(file: Path) -> FileKind:
    """Return the kind of *file*; a file that cannot be read or recognised is a scenario."""
    if file.stem.endswith(ROUTES):
        return FileKind.ROUTES
    source = open_text(file)
    if not isinstance(source, Source):
        return FileKind.SCENARIO
    found = _TOP.search(source.text)
    return FileKind.SCENARIO if found is None else _KINDS[found[1]]


def scenario_beside(routes: Path) -> Path | None:
    """Return the path of the scenario that the file *routes* belongs to, None if it is missing."""
    stem = routes.stem.removesuffix(ROUTES)
    options = [routes.with_name(f"{stem}{suffix}") for suffix in (routes.suffix, *SUFFIXES)]
    return next((path for path in options if path != routes and path.is_file()), None)
