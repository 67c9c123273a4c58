"""Convert notes to a scenario file, with comments for missing entries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from game.author.outline import grammar
from game.author.outline.notes import Choice, Notes, Person, Scene, read_notes
from game.content.fences import unfenced
from game.content.ids import is_id
from game.content.loader import read_scenario
from game.content.slots import Slot, slot_of
from game.content.writer import Flow, Group, Value, written
from game.content.yaml.source import Source
from game.core.enums import Call
from game.core.scenario import END, Scenario
from game.core.scoring import best_choices


HEAD = "yaml-language-server: $schema=scenario.schema.json"
_NUMBER = re.compile("[0-9]{1,9}")
_SLOT = slot_of(Scenario)
_DEBRIEF = dict.fromkeys(grammar.DEBRIEF.values(), "")
_LISTED = 6
"""The most words that a comment lists; the guide has tables of longer lists."""


def from_answer(text: str) -> str:
    """Return the file in *text*, a model's answer: its fenced YAML, or its outline converted."""
    inner = unfenced(text)
    return from_notes(text) if inner == text else inner.strip("\n") + "\n"


def from_notes(text: str) -> str:
    """Return the file for the outline in *text*, with comments for missing entries."""
    notes = read_notes(text)
    file = draft(notes)
    for remark in _meant(notes, written(file)):
        file.note(remark)
    return written(file)


def _meant(notes: Notes, text: str) -> Iterator[str]:
    """Yield a remark for each choice that *notes* mean as best and that *text* does not confirm."""
    meant = [(s.id, c.id) for s in notes.scenes for c in s.choices if "best" in c.entries]
    scenario = read_scenario(Source("notes.yaml", text)).scenario if meant else None
    for scene, choice in meant:
        best = best_choices(scenario.scenes[scene]) if scenario is not None else ()
        if best != (choice,):
            end = f"by its points it is {' and '.join(best)}" if best else "see its points"
            yield f"The notes mean {choice} as the best choice of {scene}; {end} (k in preview)."


def draft(notes: Notes) -> Group:
    """Return the entries of the scenario in *notes*."""
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
        asked: dict[str, Value] = {name: [*questions] for name, questions in notes.debrief.items()}
        entries["debrief"] = _filled(_SLOT.fields["debrief"], asked, _DEBRIEF)
    filled = _filled(_SLOT, entries, {"debrief": "what, so_what and now_what, a question each"})
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
    return _filled(slot, entries, {"brief": ""})


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
                [_character_id(item, notes) for item in ids]
                if name == "present"
                else map(grammar.word, ids)
            )
            entries[name] = Flow(list(who))
        elif name == "readers":
            entries[name] = Flow(grammar.counts(text))
        else:
            entries[name] = _scalar(slot and slot.fields.get(name), text)
    if scene.text:
        entries["text"] = "\n\n".join(scene.text)
    for kind in ("says", "extra_cue"):
        line = [(_character_id(name, notes), text) for of, name, text in scene.lines if of == kind]
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
        entries["facilitator"] = _filled(
            slot and slot.fields["facilitator"], facilitator, {"notes": "", "ask": ""}
        )
    return _filled(slot, entries, _hints(scene))


def _hints(scene: Scene) -> Mapping[str, str]:
    """Return hints for optional entries that *scene* should have."""
    hints = {"facilitator": "notes for whoever leads the talk, and ask, a list of questions"}
    if grammar.word(scene.entries.get("call", "")) in {call for call in Call if call.mixed}:
        hints["need"] = "five tokens, one or two on a dimension: {focus: lead 2, queries: manage 1}"
    hints["cues"] = "for each need, the words of the text that show it: focus, queries, ..."
    for quote in scene.unplaced:
        hints["cues"] += f'\nWhich dimension does "{quote}" show?'
    if scene.unplaced and scene.cues:
        hints["cues-"] = hints["cues"].partition("\n")[2]
    return hints


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
            entries[name] = _character_id(text, notes)
        elif name == "next":
            entries[name] = _next(text, notes)
        else:
            entries[name] = _scalar(slot and slot.fields.get(name), text)
    entries.setdefault("next", following)
    hints = {"ideas": ""}
    if sum("right_if" not in other.entries for other in scene.choices) > 1:
        hints["right_if"] = "when it would be right; the best choice needs none"
    return _filled(slot, entries, hints)


def _next(text: str, notes: Notes) -> Value:
    """Parse the routes in *text*: ``quay``, or ``quay if chose door.wait; end``."""
    routes = [route.strip() for route in text.split(";") if route.strip()]
    if len(routes) == 1 and " if " not in routes[0]:
        return _scene_id(routes[0], notes)
    listed: list[str | Group] = []
    for route in routes:
        target, _, condition = route.partition(" if ")
        group = Group()
        group.add("when", _when(condition) if condition else None)
        group.add("go", _scene_id(re.sub("^(?:otherwise|else) ", "", target), notes))
        listed.append(group)
    return listed


def _scene_id(text: str, notes: Notes) -> str:
    """Return the id of the scene that *text* names by id or title; else *text* as a word."""
    ids = {scene.id: scene.id for scene in notes.scenes}
    named = {scene.entries.get("title", "").lower(): scene.id for scene in notes.scenes}
    bare = text.strip().rstrip(".")
    return ids.get(bare) or named.get(bare.lower()) or grammar.word(bare)


def _character_id(text: str, notes: Notes) -> str:
    """Return the id of the character that *text* names by id, name or a word of the name."""
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
    """Parse a condition into its entries."""
    group = Group()
    for kind, value in grammar.condition(text).items():
        group.add(kind, Flow(value))
    return group


def _scalar(slot: Slot | None, text: str) -> Value:
    """Convert *text* to the type of *slot*: a word, an id, a number or a text."""
    if slot is None or slot.text:
        return text
    bare = grammar.word(text)
    if slot.words or slot.refers:
        return bare if is_id(bare) else text
    return int(bare) if _NUMBER.fullmatch(bare) else text


def _filled(
    slot: Slot | None, entries: Mapping[str, Value], hints: Mapping[str, str] | None = None
) -> Group:
    """Return *entries* in format order, with a comment for each that is required or in *hints*."""
    group, comments = Group(), hints or {}
    fields: Iterable[tuple[str, Slot]] = slot.fields.items() if slot else ()
    for name, field in fields:
        if name in entries:
            group.add(name, entries[name])
        elif (slot and name in slot.required) or name in comments:
            group.note(f"{name} is missing: {comments.get(name) or _described(field)}")
        if f"{name}-" in comments:
            group.note(comments[f"{name}-"])
    return group


def _described(field: Slot) -> str:
    words: Sequence[str] = field.words or (field.value.words if field.value else ())
    doc = field.doc.rstrip(".")
    if not words or len(words) > _LISTED:
        return doc
    return f"{doc}: {', '.join(words[:-1])} or {words[-1]}"
