"""From what notes say to the entries of a file; comments say what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from game.author.outline import grammar
from game.author.outline.notes import Choice, Notes, Person, Scene, read_notes
from game.content.binding.readers import is_id
from game.content.fences import unfenced
from game.content.slots import Slot, slot_of
from game.content.writer import Flow, Group, Value, written
from game.core.enums import Call
from game.core.scenario import END, Scenario


HEAD = "yaml-language-server: $schema=scenario.schema.json"
_NUMBER = re.compile("[0-9]{1,9}")
_SLOT = slot_of(Scenario)
_LISTED = 6
"""How many words a comment lists; of longer lists the guide has a table."""


def from_answer(text: str) -> str:
    """The file in *text*: the YAML between its fences, or what its outline makes."""
    inner = unfenced(text)
    return from_notes(text) if inner == text else inner.strip("\n") + "\n"


def from_notes(text: str) -> str:
    """The file that the outline in *text* makes; what it lacks is a comment there."""
    return written(draft(read_notes(text)))


def draft(notes: Notes) -> Group:
    """The entries of the scenario that *notes* describe."""
    entries: dict[str, Value] = {"format": 1}
    for name, text in notes.entries.items():
        entries[name] = _scalar(_SLOT.fields[name], text)
    if notes.cast:
        entries["cast"] = Group([(person.id, _person(person)) for person in notes.cast])
    if notes.scenes:
        entries.setdefault("start", notes.scenes[0].id)
        following = [scene.id for scene in notes.scenes[1:]] + [END]
        entries["scenes"] = Group(
            [
                (scene.id, _scene(scene, notes, after))
                for scene, after in zip(notes.scenes, following, strict=True)
            ]
        )
    entries["endings"] = _filled(_SLOT.fields["endings"], dict(notes.endings))
    if notes.debrief:
        entries["debrief"] = Group([(name, [*asked]) for name, asked in notes.debrief.items()])
    filled = _filled(_SLOT, entries)
    group = Group()
    group.note(HEAD)
    group.parts += filled.parts
    for line, text in notes.left:
        group.note(f"This has no place yet (line {line} of the notes): {text}")
    return group


def _person(person: Person) -> Group:
    slot = _SLOT.at(("cast", person.id))
    entries: dict[str, Value] = dict(person.entries)
    if "listens_for" in entries:
        entries["listens_for"] = Flow(grammar.over_dimensions(person.entries["listens_for"]))
    return _filled(slot, entries)


def _scene(scene: Scene, notes: Notes, following: str) -> Group:
    slot = _SLOT.at(("scenes", scene.id))
    entries: dict[str, Value] = {}
    facilitator: dict[str, Value] = {}
    for name, text in scene.entries.items():
        if name == "notes":
            facilitator["notes"] = text
        elif name in ("present", "wanted"):
            ids = grammar.parts(text)
            who = (
                [_who(item, notes) for item in ids] if name == "present" else map(grammar.word, ids)
            )
            entries[name] = Flow(list(who))
        elif name == "readers":
            entries[name] = Flow(grammar.counts(text))
        else:
            entries[name] = _scalar(slot and slot.fields.get(name), text)
    if scene.text:
        entries["text"] = "\n\n".join(scene.text)
    for kind in ("says", "extra_cue"):
        line = [(_who(name, notes), text) for of, name, text in scene.lines if of == kind]
        if line:
            entries[kind] = Group([*line])
    if scene.echoes:
        entries["echoes"] = [
            Group([("when", _when(when)), ("text", text)]) for when, text in scene.echoes
        ]
    if scene.need:
        entries["need"] = Flow(scene.need)
    if scene.cues:
        entries["cues"] = Group([*scene.cues.items()])
    if scene.after_call:
        entries["after_call"] = Group([*scene.after_call.items()])
    if scene.choices:
        entries["choices"] = Group(
            [(choice.id, _choice(choice, scene, notes, following)) for choice in scene.choices]
        )
    if scene.asks:
        facilitator["ask"] = [*scene.asks]
    if facilitator:
        entries["facilitator"] = Group([*facilitator.items()])
    return _filled(slot, entries, _hoped_for(scene))


def _hoped_for(scene: Scene) -> Mapping[str, str]:
    """Entries that a scene may do without, and this one should not."""
    hoped: dict[str, str] = {}
    if grammar.word(scene.entries.get("call", "")) in {call for call in Call if call.mixed}:
        hoped["need"] = "five tokens, one or two on a dimension: {focus: lead 2, queries: manage 1}"
    hoped["cues"] = "for each need, the words of the text that show it: focus, queries, ..."
    for quote in scene.unplaced:
        hoped["cues"] += f'\nWhich dimension does "{quote}" show?'
    if scene.unplaced and scene.cues:
        hoped["cues-"] = hoped["cues"].partition("\n")[2]
    return hoped


def _choice(choice: Choice, scene: Scene, notes: Notes, following: str) -> Group:
    slot = _SLOT.at(("scenes", "", "choices", choice.id))
    entries: dict[str, Value] = {}
    for name, text in choice.entries.items():
        if name == "stance":
            whole = grammar.word(text)
            pure = whole in ("lead", "manage")
            entries[name] = whole if pure else Flow(grammar.over_dimensions(text))
        elif name in ("shows", "ideas"):
            entries[name] = Flow([grammar.word(item) for item in grammar.parts(text)])
        elif name == "borne_by":
            entries[name] = _who(text, notes)
        elif name == "next":
            entries[name] = _next(text, notes)
        else:
            entries[name] = _scalar(slot and slot.fields.get(name), text)
    entries.setdefault("next", following)
    hoped = {"ideas": ""}
    if sum("right_if" not in other.entries for other in scene.choices) > 1:
        hoped["right_if"] = "when it would be right; the best choice needs none"
    return _filled(slot, entries, hoped)


def _next(text: str, notes: Notes) -> Value:
    """The ways on: ``quay``, or ``quay if chose door.wait; end``."""
    ways = [way.strip() for way in text.split(";") if way.strip()]
    if len(ways) == 1 and " if " not in ways[0]:
        return _where(ways[0], notes)
    listed: list[str | Group] = []
    for way in ways:
        target, _, asked = way.partition(" if ")
        group = Group()
        group.add("when", _when(asked) if asked else None)
        group.add("go", _where(re.sub("^(?:otherwise|else) ", "", target), notes))
        listed.append(group)
    return listed


def _where(text: str, notes: Notes) -> str:
    """The scene that *text* names, by its id or its title."""
    known_names = {scene.id: scene.id for scene in notes.scenes}
    named = {scene.entries.get("title", "").lower(): scene.id for scene in notes.scenes}
    bare = text.strip().rstrip(".")
    return known_names.get(bare) or named.get(bare.lower()) or grammar.word(bare)


def _who(text: str, notes: Notes) -> str:
    """The character that *text* names, by id, by name, or by the beginning of the name."""
    bare = grammar.plain(text)
    ids = [person.id for person in notes.cast]
    if bare in ids:
        return bare
    names = {person.id: person.entries.get("name", "").lower() for person in notes.cast}
    whole = [key for key, name in names.items() if name == bare.lower()]
    begun = [key for key, name in names.items() if bare.lower() in name.split()]
    result = whole or begun
    return result[0] if len(result) == 1 else grammar.slug(bare) or "somebody"


def _when(text: str) -> Group:
    """The entries of a condition."""
    group = Group()
    for kind, value in grammar.condition(text).items():
        group.add(kind, Flow(value))
    return group


def _scalar(slot: Slot | None, text: str) -> Value:
    """*text* as *slot* wants it: a word, an id, a number, or a text."""
    if slot is None or slot.text:
        return text
    bare = grammar.word(text)
    if slot.words or slot.refers:
        return bare if is_id(bare) else text
    return int(bare) if _NUMBER.fullmatch(bare) else text


def _filled(
    slot: Slot | None, entries: Mapping[str, Value], hoped: Mapping[str, str] | None = None
) -> Group:
    """*entries* in the order of the format, with a comment for each that is missing."""
    group, wanted = Group(), hoped or {}
    fields: Iterable[tuple[str, Slot]] = slot.fields.items() if slot else ()
    for name, field in fields:
        if name in entries:
            group.add(name, entries[name])
        elif (slot and name in slot.required) or name in wanted:
            group.note(f"{name} is missing: {wanted.get(name) or _described(field)}")
        if f"{name}-" in wanted:
            group.note(wanted[f"{name}-"])
    return group


def _described(field: Slot) -> str:
    words: Sequence[str] = field.words or (field.value.words if field.value else ())
    doc = field.doc.rstrip(".")
    if not words or len(words) > _LISTED:
        return doc
    return f"{doc}: {', '.join(words[:-1])} or {words[-1]}"
