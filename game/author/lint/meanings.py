"""The meaning of each code, with examples."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from textwrap import dedent

from attrs import frozen


_PATH = Path(__file__).with_name("codes.md")
_BLOCK = re.compile(r"^(Bad|Good):\n\n```yaml\n(.*?)^```\n", re.MULTILINE | re.DOTALL)


@frozen
class Meaning:
    """A code: its whole section as *text*, and its examples, if any."""

    code: str
    text: str
    bad: str | None
    good: str | None

    @property
    def as_text(self) -> str:
        """The section as plain text, for a terminal."""
        plain = _BLOCK.sub(lambda m: f"{m[1]}:\n\n{_indented(m[2])}", self.text)
        return f"{self.code}\n\n{plain.strip()}\n"


def _indented(block: str) -> str:
    return "".join(f"    {line}\n" for line in dedent(block).splitlines())


@cache
def meanings() -> dict[str, Meaning]:
    """Return every code's meaning, in the order of the page."""
    parts = _PATH.read_text(encoding="utf-8").split("\n## ")[1:]
    result = {}
    for part in parts:
        code, _, text = part.partition("\n")
        blocks = {match[1]: match[2] for match in _BLOCK.finditer(text)}
        result[code] = Meaning(code, text, blocks.get("Bad"), blocks.get("Good"))
    return result
