"""Parse the inline syntax of an outline: labels, words, ids in braces, conditions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from game.content.diagnostics import normalize_word
from game.content.ids import MAX_ID, is_id
from game.core.enums import Call, Context, Dimension, Pole


SECTIONS: Mapping[str, str] = {
    **dict.fromkeys(("people", "cast", "characters", "who-is-there"), "cast"),
    **dict.fromkeys(("scenes", "scene"), "scenes"),
    **dict.fromkeys(("choices", "what-you-can-do", "options"), "choices"),
    **dict.fromkeys(("endings", "how-it-ends"), "endings"),
    **dict.fromkeys(("debrief", "questions"), "debrief"),
    **dict.fromkeys(("facilitator", "for-the-facilitator"), "facilitator"),
}
"""Headings that start a section of the outline; any other heading starts a scene."""

SCENARIO = {
    "summary": "summary",
    "role": "role",
    "you-are": "role",
    "sector": "sector",
    "place": "place",
    "seniority": "seniority",
    "minutes": "minutes",
    "language": "language",
    "content-note": "content_note",
    "note": "content_note",
    "start": "start",
}
PERSON = {"role": "role", "listens-for": "listens_for", "brief": "brief"}
SCENE = {
    "context": "context",
    "call": "call",
    "emergency": "emergency",
    "because": "call_because",
    "call-because": "call_because",
    "present": "present",
    "need": "need",
    "needs": "need",
    "wanted": "wanted",
    "skills": "wanted",
    "readers": "readers",
    "dissent": "dissent",
    "notes": "notes",
    "ask": "ask",
}
CHOICE = {
    "stance": "stance",
    "shows": "shows",
    "leans-on": "leans_on",
    "myth": "leans_on",
    "borne-by": "borne_by",
    "right-if": "right_if",
    "outcome": "outcome",
    "explanation": "explanation",
    "reason": "explanation",
    "why": "explanation",
    "readers": "readers",
    "ideas": "ideas",
    "next": "next",
    "best": "best",
    "meant": "best",
}
ENDINGS = {name: name for name in ("synergy", "confusion", "stagnation", "drift", "steady")}
DEBRIEF = {"what": "what", "so-what": "so_what", "now-what": "now_what"}
"""Normalized labels of each section, and the entries that they name."""

_AROUND = re.compile(r"^(\*\*|__|\*|_)(.+)\1$")
_BRACES = re.compile(r"\s*(?<!\\)\{#?([^{}]*)\}$")
_NUMBERED = re.compile(r"(?:scene\s+)?[0-9]{1,3}[.):]\s+|scene\s+[0-9]{1,3}\s+[–—-]\s+", re.I)
_PARENTHESES = re.compile(r"\s*\(([^()]*)\)$")
_KEY: Mapping[str, Sequence[str]] = {
    "call": tuple(call.value for call in Call),
    "context": tuple(context.value for context in Context),
}
_CONDITION = re.compile(r"\s+and\s+(?=(?:chose|state|trust)\b)")
_TITLES = {"dr", "mr", "mrs", "ms", "miss", "prof", "professor", "sir", "nurse", "sister"}


def plain(text: str) -> str:
    """Return *text* without surrounding bold or italic markup."""
    return _AROUND.sub(r"\2", text.strip()).strip()


def label(text: str) -> tuple[str, str] | None:
    """Split *text* at its first colon into label and value; None without a label."""
    head, colon, rest = text.partition(":")
    if not colon or "\\" in head or len(head) > 400:
        return None
    for mark in ("**", "__"):  # **Outcome:** as well as **Outcome**:
        if head.startswith(mark) and rest.startswith(mark) and not head.endswith(mark):
            head, rest = head.removeprefix(mark), rest.removeprefix(mark)
    return plain(head), rest.strip()


def named(heading: str) -> tuple[str, str]:
    """Split *heading* into text and the id in braces after it, which may be empty."""
    match = _BRACES.search(heading)
    return (heading[: match.start()], match[1].strip()) if match else (heading, "")


def unnumbered(heading: str) -> str:
    """Return *heading* without a number before it: ``1. The Quay``, ``Scene 1: The Quay``."""
    return heading[number.end() :] if (number := _NUMBERED.match(heading)) else heading


def kinds(heading: str) -> tuple[str, dict[str, str]]:
    """
    Split *heading* into text and the entries in parentheses after it.

    Beside a known word an unknown one counts as a mistyped call or context: in a title it would
    give the key away.
    """
    match = _PARENTHESES.search(heading)
    if match is None:
        return heading, {}
    given: dict[str, str] = {}
    unknown = []
    for part in filter(None, map(normalize_word, re.split("[,;]", match[1]))):
        if part in set(Call):
            given["call"] = part
        elif part in set(Context):
            given["context"] = part
        elif part in ("emergency", "start"):
            given[part] = "yes"
        else:
            unknown.append(part)
    for part in unknown:
        absent = [kind for kind in _KEY if kind not in given]
        if not given or not absent:
            return heading, {}
        near = (kind for kind in absent if get_close_matches(part, _KEY[kind]))
        given[next(near, absent[0])] = part
    return heading[: match.start()], given


def slug(text: str, words: int = 99) -> str:
    """Return an id of the first *words* of *text*; empty without letters or digits."""
    parts = re.findall("[a-z0-9]+", folded_ascii(text))[:words]
    made = "-".join(parts)[:MAX_ID].strip("-")
    return made if is_id(made) else ""


def folded_ascii(text: str) -> str:
    """Return *text* in lower case without accents and apostrophes."""
    from unicodedata import normalize

    bare = re.sub("['’]", "", text)
    return normalize("NFKD", bare).encode("ascii", "ignore").decode().lower()


def person_id(name: str) -> str:
    """Return the default id of a character called *name*: the first name."""
    words = name.split()
    if len(words) > 1 and words[0].lower().rstrip(".") in _TITLES:
        words = words[1:]
    return slug(words[0] if words else "")


def distinct(name: str, taken: Iterable[str]) -> str:
    """Return *name*, with a number appended if it is one of *taken*."""
    used, number, made = set(taken), 1, name
    while made in used:
        number += 1
        made = f"{name[: MAX_ID - 3]}-{number}"
    return made


def parts(text: str) -> list[str]:
    """Split *text* at commas and semicolons."""
    return [part.strip() for part in re.split("[,;]", text) if part.strip()]


def word(text: str) -> str:
    """Return *text* as a word of the format: lower case, joined by hyphens."""
    return normalize_word(plain(text).rstrip("."))


def over_dimensions(text: str) -> dict[str, str]:
    """Parse ``focus lead 2, goal manage``: map each dimension to the rest, poles first."""
    read: dict[str, str] = {}
    for part in parts(text.replace(" and ", ", ")):
        words = [word for word in re.split(r"[\s:=]+", plain(part).lower().rstrip(".")) if word]
        names = [word for word in words if word in set(Dimension)]
        order = sorted(
            (word for word in words if word not in names),
            key=lambda word: (word not in set(Pole), word.isdigit()),
        )
        if not names:
            other = [word for word in order if word not in set(Pole) and not word.isdigit()]
            order = [word for word in order if word not in other]
            names = [slug(" ".join(other)) or "focus"]
        read[names[0]] = " ".join(order)
    return read


def counts(text: str) -> dict[str, str]:
    """Parse ``manage then lead 4, lead 1``: map each word to its number."""
    read: dict[str, str] = {}
    for part in parts(text):
        match = re.fullmatch(r"(.*?)[\s:=]*([0-9]+)", part)
        read[word(match[1] if match else part)] = match[2] if match else ""
    return read


def condition(text: str) -> dict[str, Sequence[str] | dict[str, str]]:
    """Parse ``chose quay.list or quay.read and trust ana 4``; the default kind is ``chose``."""
    read: dict[str, Sequence[str] | dict[str, str]] = {}
    for part in _CONDITION.split(text.strip()):
        kind, _, rest = part.partition(" ")
        if kind == "trust":
            read["trust"] = counts(rest.replace(" and ", ", "))
        elif kind == "state":
            read["state"] = [word(item) for item in re.split(r",|\bor\b", rest)]
        else:
            chosen = rest if kind == "chose" else part
            read["chose"] = [item.strip() for item in re.split(r",|\bor\b", chosen)]
    return read
