"""An example of what may be written in a slot of the format."""

from __future__ import annotations

from game.content.binding.context import MAX_LISTED
from game.content.sanitize import shorten
from game.content.slots import Slot


def example_of(slot: Slot) -> tuple[str, str]:
    """Return a value for *slot* that shows its form, and the allowed words; empty if free."""
    if slot.words and not slot.keys:
        return slot.words[0], _one_of(slot.words)
    if slot.words:
        return slot.words[0], f"{_one_of(slot.words)}, or one for each of {', '.join(slot.keys)}"
    if slot.refers and slot.item is None:
        return "…", f"the id of a {slot.refers}"
    if slot.refers:
        return "end", f"the id of a {slot.refers}"
    if slot.item is not None:
        example, allowed = example_of(slot.item)
        return f"[{example}, …]", allowed
    if slot.keys and slot.value is not None:
        example, allowed = example_of(slot.value)
        return f"{{{slot.keys[0]}: {example}}}", f"{_one_of(slot.keys)}, each with {allowed}"
    if slot.noun == "number":
        return "1", ""
    return ("…" if slot.text else ""), ""


def _one_of(words: tuple[str, ...]) -> str:
    if len(words) > MAX_LISTED:
        return ""
    return shorten(f"one of {', '.join(words)}", 400)
