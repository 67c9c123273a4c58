"""The kind of a file by its name and content: scenario, routes, campaign or schema."""

from __future__ import annotations

import re
from enum import Enum
from pathlib import Path

from game.content.decoding import open_text
from game.content.files import ROUTES, is_campaign
from game.content.yaml.source import Source


class FileKind(Enum):
    """The kinds of file that stand beside each other."""

    SCENARIO = "scenario"
    ROUTES = "routes"
    CAMPAIGN = "campaign"
    SCHEMA = "schema"


# A schema is JSON: its first entry follows the brace that opens the file.
_TOP = re.compile(
    r"""(?:^|\A\s*\{\s*)["']?(scenes|cast|postings|closings|routes|\$schema|\$defs)["']?\s*:""",
    re.MULTILINE,
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


def kind_of(source: Source) -> FileKind:
    """Return the kind of *source* by its name, or else its content; by default a scenario."""
    path = Path(source.name)
    if path.stem.endswith(ROUTES):
        return FileKind.ROUTES
    if is_campaign(path):
        return FileKind.CAMPAIGN
    found = _TOP.search(source.text)
    return FileKind.SCENARIO if found is None else _KINDS[found[1]]


def kind_of_file(path: Path) -> FileKind:
    """Return the kind of the file at *path*, also if it cannot be read."""
    result = open_text(path)
    return kind_of(result if isinstance(result, Source) else result.source)
