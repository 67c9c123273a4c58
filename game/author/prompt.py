"""Render the format as a prompt for a language model: entries, rules and an example."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from game.author.starter import starter
from game.content.slots import Slot, slot_of
from game.core.scenario import Scenario


RULES = Path(__file__).with_name("prompt.md")
_LISTED = 16


def prompt() -> str:
    """Return a prompt whose answer should be a scenario that ``check`` accepts."""
    return RULES.read_text(encoding="utf-8").format(
        entries="\n".join(_entries(slot_of(Scenario), 0)), scenario=_example()
    )


def _entries(slot: Slot, level: int) -> Iterator[str]:
    """Yield a line for each entry below *slot*, indented as in a file."""
    indent = "  " * level
    for name, field in slot.fields.items():
        optional = "" if name in slot.required else " Optional."
        listed = _words(field)
        doc = field.doc if field.doc.endswith("?") else f"{field.doc.rstrip('.')}."
        yield f"{indent}{name}: {doc}{listed}{optional}"
        below = field.value or field.item
        if below is not None and below.fields:
            step = 2 if field.key_defines or field.key_refers else 1
            if field.key_defines:
                yield f"{indent}  ID:"
            yield from _entries(below, level + step)
        elif field.fields:
            yield from _entries(field, level + 1)


def _words(slot: Slot) -> str:
    inner = slot.item or slot
    if slot.keys:
        value = slot.value.words if slot.value else ()
        valued = f", each {_or(value)}" if value else ""
        return f" Under {_or(slot.keys)}{valued}."
    return f" One of {_or(inner.words)}." if 0 < len(inner.words) <= _LISTED else ""


def _or(words: tuple[str, ...]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _example() -> str:
    """Return the starter, cut after its first scene."""
    text = starter("the-cold-oven", {})
    head, _, rest = text.partition("\n  after:\n")
    _, _, end = rest.partition("\nendings:")
    return f"{head.rstrip()}\n\nendings:{end}".replace("next: after", "next: end")
