"""Generate playable scenarios whose texts are placeholders that describe what to write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

from game.author.questions import Key
from game.content.slots import Slot, slot_of
from game.content.writer import Flow, Group, Value, written
from game.core.enums import Call, Context, State
from game.core.scenario import END, Scenario


_SLOT = slot_of(Scenario)
_CAST = {"first": "focus: lead", "second": "approach: manage", "third": "vision: lead"}
_WANTED = {
    Call.LEAD: ("empathy-and-active-listening", "visionary-thinking"),
    Call.MANAGE: ("delegation", "planning-and-organization"),
    Call.LEAD_THEN_MANAGE: ("emotional-intelligence", "team-coordination"),
    Call.MANAGE_THEN_LEAD: ("team-coordination", "emotional-intelligence"),
}
_MIXED = {"focus": "lead", "queries": "manage", "approach": "manage", "goal": "manage"}
_OTHER = {"focus": "manage", "queries": "lead", "approach": "lead", "goal": "lead"}


@frozen
class Moment:
    """A scene to generate; *next* are the targets of its choices, reused in order."""

    id: str
    title: str
    key: Key
    next: Sequence[str]


DEFAULT = Key(Call.MANAGE, Context.ROUTINE, {})


def blank() -> tuple[Moment, ...]:
    """Return a single scene."""
    return (Moment("moment", _placeholder(_SLOT.at(("scenes", "", "title"))), DEFAULT, (END,)),)


def fork() -> tuple[Moment, ...]:
    """Return a scene with two branches and a common last scene."""
    title = _placeholder(_SLOT.at(("scenes", "", "title")))
    return (
        Moment("moment", title, DEFAULT, ("one-way", "other-way")),
        Moment("one-way", title, DEFAULT, ("after",)),
        Moment("other-way", title, DEFAULT, ("after",)),
        Moment("after", title, DEFAULT, (END,)),
    )


def in_order(moments: Sequence[tuple[str, str, Key]]) -> tuple[Moment, ...]:
    """Return a linear sequence of scenes from *moments*: id, title and key of each."""
    following = [*(name for name, _, _ in moments[1:]), END]
    return tuple(
        Moment(name, title, key, (after,))
        for (name, title, key), after in zip(moments, following, strict=True)
    )


def skeleton(name: str, given: Mapping[str, str], moments: Sequence[Moment]) -> str:
    """Return the text of a scenario file: the entries *given* and a scene for each moment."""
    group = Group()
    group.note("yaml-language-server: $schema=scenario.schema.json")
    group.note(f"It can be played at once: two-hats preview {name}.yaml")
    group.note("Every text in parentheses is still to be written, and says what goes there.")
    group.add("format", 1)
    for entry in ("title", "summary", "role", "sector", "place"):
        group.add(entry, given.get(entry) or _placeholder(_SLOT.fields[entry]))
    group.add("seniority", "none")
    group.add(
        "cast",
        Group([(who, _person(who, trait)) for who, trait in _CAST.items()]),
    )
    group.add("start", moments[0].id)
    group.add("scenes", Group([(moment.id, _scene(moment)) for moment in moments]))
    endings = _SLOT.fields["endings"].fields
    group.add(
        "endings", Group([(state.value, _placeholder(endings[state.value])) for state in State])
    )
    return written(group)


def _person(who: str, trait: str) -> Group:
    slot = _SLOT.at(("cast", who))
    dimension, _, pole = trait.partition(": ")
    return Group(
        [
            ("name", who.capitalize()),
            ("role", _placeholder(slot and slot.fields["role"])),
            ("listens_for", Flow({dimension: pole})),
        ]
    )


def _scene(moment: Moment) -> Group:
    slot = _SLOT.at(("scenes", moment.id))
    assert slot is not None
    call = moment.key.call
    group = Group()
    group.add("title", moment.title)
    group.add("context", moment.key.context.value)
    group.add("call", call.value)
    group.add("call_because", _placeholder(slot.fields["call_because"]))
    group.add("text", _placeholder(slot.fields["text"]))
    if moment.key.need:
        group.note("Weigh these anew: five tokens, one or two on a dimension.")
        group.add("need", Flow(moment.key.need))
    group.note(f"cues: {slot.fields['cues'].doc}")
    group.add("wanted", Flow(_WANTED[call]))
    choices = Group()
    for number, (name, stance) in enumerate(_stances(call).items()):
        choices.add(name, _choice(slot, name, stance, moment.next[number % len(moment.next)]))
    group.add("choices", choices)
    return group


def _stances(call: Call) -> Mapping[str, str | Mapping[str, str]]:
    """Return four stances by choice id, the best for *call* first."""
    pure: dict[str, str | Mapping[str, str]] = {
        "order": "manage",
        "people": "lead",
        "joined": _MIXED,
        "other-order": _OTHER,
    }
    first = "joined" if call.mixed else "people" if call is Call.LEAD else "order"
    return {first: pure[first], **pure}


def _choice(scene: Slot, name: str, stance: str | Mapping[str, str], following: str) -> Group:
    slot = scene.at(("choices", name))
    assert slot is not None
    value: Value = stance if isinstance(stance, str) else Flow(stance)
    group = Group([("text", _placeholder(slot.fields["text"])), ("stance", value)])
    for entry in ("right_if", "outcome", "explanation"):
        group.add(entry, _placeholder(slot.fields[entry]))
    group.add("next", following)
    return group


def _placeholder(slot: Slot | None) -> str:
    """Return the description of *slot* in parentheses."""
    return f"({slot.doc.rstrip('.') if slot else ''})"
