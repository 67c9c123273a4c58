"""Ids: what is allowed, and the id of a file."""

from __future__ import annotations

import re


MAX_ID = 40
"""The maximum length of an id, in characters."""

RULE = f"an id has small letters a to z, digits and hyphens, at most {MAX_ID}, and is not null"
"""What an id is, for people."""

_ID = re.compile(r"(?!null$)[a-z0-9]+(?:-[a-z0-9]+)*")


def is_id(text: str) -> bool:
    """Return whether *text* is a valid id; YAML reads ``null`` as nothing."""
    return len(text) <= MAX_ID and _ID.fullmatch(text) is not None


def file_id(name: str) -> str:
    """Return the id of a file: its name without folder and suffix, normalized."""
    stem = re.split(r"[/\\]", name)[-1].rsplit(".", 1)[0].lower()
    return re.sub("[^a-z0-9]+", "-", stem).strip("-")[:MAX_ID].rstrip("-")
