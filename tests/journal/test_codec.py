"""The saved form of every action: pinned, checked on reading, and free of class names."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any, get_args

import pytest
from attrs import fields
from hypothesis import given
from hypothesis import strategies as st

from game.core import actions, debrief
from game.core.actions import Confidence
from game.core.enums import Call, Dimension, Pole, Practice, Skill
from game.core.judgement import CallMiss
from game.journal import codec as codec_module
from game.journal import room_codec, stored_runs
from game.journal.codec import PLAY, Codec
from game.journal.room_codec import ROOM
from game.journal.stored_runs import REFLECTION
from game.room import actions as acts
from game.room.reducer import step
from game.room.state import Posting, Seat, new_room
from tests.room.rooms import story


NUMBERS = st.integers(-(10**12), 10**12) | st.floats(-1e12, 1e12)
TEXTS = st.lists(st.text()).map(tuple)
SEATS = st.builds(
    Seat,
    id=st.text(),
    name=st.text(),
    role=st.none() | st.text(),
    table=st.integers(),
    removed=st.booleans(),
    away=st.booleans(),
)
VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "str": st.text(),
    "int": st.integers(),
    "bool": st.booleans(),
    "float": NUMBERS,
    "tuple[int, ...]": st.lists(st.integers()).map(tuple),
    "tuple[str, ...]": st.lists(st.text()).map(tuple),
    "tuple[Seat, ...]": st.lists(SEATS).map(tuple),
    "Posting": st.builds(
        Posting, campaign=st.text(), number=st.integers(), of=st.integers(), practices=TEXTS
    ),
    "Call": st.sampled_from(Call),
    "CallMiss": st.sampled_from(CallMiss),
    "Confidence": st.sampled_from(Confidence),
    "Dimension": st.sampled_from(Dimension),
    "Pole": st.sampled_from(Pole),
    "Skill": st.sampled_from(Skill),
}

PINNED: tuple[tuple[Codec[Any], Any, str], ...] = (
    (PLAY, actions.GoOn(), '{"do": "go-on"}'),
    (
        PLAY,
        actions.GiveCall("smoke", Call.MANAGE_THEN_LEAD),
        '{"do": "call", "scene": "smoke", "call": "manage-then-lead"}',
    ),
    (
        PLAY,
        actions.Confide("smoke", Confidence.SURE),
        '{"do": "confide", "scene": "smoke", "confidence": "sure"}',
    ),
    (
        PLAY,
        actions.Choose("smoke", "card"),
        '{"do": "choose", "scene": "smoke", "choice": "card"}',
    ),
    (
        REFLECTION,
        debrief.Walk("smoke", "card"),
        '{"do": "walk", "scene": "smoke", "choice": "card"}',
    ),
    (
        REFLECTION,
        debrief.point_at("smoke", "Rania stands frozen."),
        '{"do": "point", "scene": "smoke", "line": "2ed02b6dbe6ee47b"}',
    ),
    (
        REFLECTION,
        debrief.Resolve(Dimension.FOCUS, Pole.LEAD, Skill.COURAGE),
        '{"do": "resolve", "dimension": "focus", "pole": "lead", "skill": "courage"}',
    ),
    (
        REFLECTION,
        debrief.ResolveCall(CallMiss.LED_FOR_ORDER),
        '{"do": "resolve-call", "missed": "led-for-order"}',
    ),
    (ROOM, acts.Join("s", "Ana", 3), '{"do": "join", "seat": "s", "name": "Ana", "table": 3}'),
    (ROOM, acts.TakeRole("s", "ana"), '{"do": "take-role", "seat": "s", "role": "ana"}'),
    (
        ROOM,
        acts.Vote("s", "1.hall.call.1", "lead"),
        '{"do": "vote", "seat": "s", "ballot": "1.hall.call.1", "option": "lead"}',
    ),
    (ROOM, acts.Share("s", "Ask."), '{"do": "share", "seat": "s", "text": "Ask."}'),
    (ROOM, acts.AskPuzzle("s", "Why?"), '{"do": "puzzle", "seat": "s", "text": "Why?"}'),
    (ROOM, acts.Upvote("s", 1), '{"do": "upvote", "seat": "s", "puzzle": 1, "on": true}'),
    (ROOM, acts.Deal(), '{"do": "deal"}'),
    (ROOM, acts.Heads(4), '{"do": "heads", "count": 4}'),
    (
        ROOM,
        acts.Hands("1.hall.call.1", (1, 2)),
        '{"do": "hands", "ballot": "1.hall.call.1", "counts": [1, 2]}',
    ),
    (ROOM, acts.GoOn(), '{"do": "go-on", "anyway": false}'),
    (ROOM, acts.Talk(), '{"do": "talk", "anyway": false}'),
    (ROOM, acts.Reveal(True), '{"do": "reveal", "anyway": true}'),
    (ROOM, acts.Decide("lead"), '{"do": "decide", "option": "lead"}'),
    (ROOM, acts.Reopen(), '{"do": "reopen"}'),
    (ROOM, acts.Undo(), '{"do": "undo"}'),
    (ROOM, acts.Pause(True, 5.5), '{"do": "pause", "on": true, "at": 5.5}'),
    (ROOM, acts.Lock(True), '{"do": "lock", "on": true}'),
    (ROOM, acts.Remove("s", False), '{"do": "remove", "seat": "s", "on": false}'),
    (ROOM, acts.TakeDown("Ask."), '{"do": "take-down", "text": "Ask."}'),
    (ROOM, acts.ShowLines(("Ask.",)), '{"do": "show-lines", "texts": ["Ask."]}'),
    (ROOM, acts.HoldLines(False), '{"do": "hold-lines", "on": false}'),
    (ROOM, acts.ShowPuzzle(1), '{"do": "show-puzzle", "puzzle": 1}'),
    (
        ROOM,
        acts.ClosePuzzle(1, answered=True),
        '{"do": "close-puzzle", "puzzle": 1, "answered": true}',
    ),
    (ROOM, acts.Rounds(1), '{"do": "rounds", "count": 1}'),
    (ROOM, acts.ShowFirst(True), '{"do": "show-first", "on": true}'),
    (ROOM, acts.TableVotes(True), '{"do": "table-votes", "on": true}'),
    (ROOM, acts.Timer(12.5), '{"do": "timer", "until": 12.5}'),
    (ROOM, acts.End(), '{"do": "end"}'),
    (ROOM, acts.Edition(2), '{"do": "edition", "number": 2}'),
    (ROOM, acts.Away(("s",), False), '{"do": "away", "seats": ["s"], "on": false}'),
    (
        ROOM,
        acts.CarryOver(seats=(Seat(id="s", name="Ana", table=3),), heads=2),
        '{"do": "carry-over", "seats": [{"id": "s", "name": "Ana", "role": null, "table": 3, '
        '"removed": false, "away": false}], "heads": 2, "rounds": 2, "show_first": false, '
        '"table_votes": false, "locked": false, "dealt": false, "hold_lines": false}',
    ),
    (
        ROOM,
        acts.Post(Posting(campaign="tour", number=1, of=2, practices=("training",))),
        '{"do": "post", "posting": {"campaign": "tour", "number": 1, "of": 2, '
        '"practices": ["training"]}}',
    ),
)
"""Every action as it is written. A line here never changes: journals have it."""

EARLIER_ROOM_TAGS = (
    "Join TakeRole Vote Share Deal Heads Hands GoOn Talk Reveal Decide Reopen Undo Pause Lock "
    "Remove TakeDown Rounds ShowFirst Timer"
)
"""Tags of room actions in journals up to version 7."""

KINDS = [
    (codec, kind)
    for codec, action in (
        (PLAY, actions.Action),
        (REFLECTION, debrief.ReflectionAction),
        (ROOM, acts.RoomAction),
    )
    for kind in get_args(action)
]


def test_every_action_is_pinned() -> None:
    """Each kind of action has one tag, and stands in the table above."""
    assert [(codec, type(action)) for codec, action, _ in PINNED] == KINDS
    tagged = [(codec, kind) for codec in (PLAY, REFLECTION, ROOM) for kind in codec.tags.values()]
    assert tagged == KINDS


@pytest.mark.parametrize(("codec", "action", "text"), PINNED, ids=[text for _, _, text in PINNED])
def test_written_form(codec: Codec[Any], action: Any, text: str) -> None:
    """The encoding of an action is stable, and decodes to the same action."""
    assert codec.dumps(action) == text
    assert codec.loads(text) == action


@pytest.fixture
def renamed() -> Iterator[None]:
    """Every class of an action gets another name."""
    names = {kind: (kind.__name__, kind.__qualname__) for _, kind in KINDS}
    for number, kind in enumerate(names):
        kind.__name__ = kind.__qualname__ = f"Renamed{number}"
    yield
    for kind, (name, qualified) in names.items():
        kind.__name__, kind.__qualname__ = name, qualified


def _loaded(module: ModuleType) -> Any:
    """Load *module* anew, beside the one in use."""
    spec = importlib.util.find_spec(module.__name__)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@pytest.mark.usefixtures("renamed")
def test_free_of_class_names() -> None:
    """Classes that get other names are written and read as before."""
    again = {
        PLAY: _loaded(codec_module).PLAY,
        REFLECTION: _loaded(stored_runs).REFLECTION,
        ROOM: _loaded(room_codec).ROOM,
    }
    for codec, action, text in PINNED:
        assert again[codec].dumps(action) == text
        assert again[codec].loads(text) == action


def test_earlier_tags() -> None:
    """The class names that rooms were saved with are read; the table of them is complete."""
    assert " ".join(ROOM.earlier) == EARLIER_ROOM_TAGS
    # What came after class names.
    later = {"edition", "away", "end", "carry-over", "table-votes", "show-lines", "hold-lines"}
    later |= {"puzzle", "upvote", "show-puzzle", "close-puzzle"}
    later |= {"post"}
    assert list(ROOM.earlier.values()) == [tag for tag in ROOM.tags if tag not in later]
    vote = '{"do": "Vote", "seat": "s", "ballot": "1.hall.call.1", "option": "lead"}'
    assert ROOM.loads(vote) == acts.Vote("s", "1.hall.call.1", "lead")
    assert REFLECTION.loads('{"did": "walk", "scene": "smoke", "choice": "card"}') == debrief.Walk(
        "smoke", "card"
    )


def test_practices_are_pinned() -> None:
    """A campaign's picks are kept under these names."""
    assert [practice.value for practice in Practice] == [
        "continuous-learning",
        "emotional-intelligence",
        "strategic-thinking",
        "communication",
        "feedback-reflection",
        "listening-speaking",
        "training",
    ]


@pytest.mark.parametrize(("codec", "kind"), KINDS, ids=lambda item: getattr(item, "__name__", ""))
@given(data=st.data())
def test_round_trip(codec: Codec[Any], kind: Any, data: st.DataObject) -> None:
    """Every action comes back from JSON as it was."""
    action = kind(**{item.name: data.draw(VALUES[item.type]) for item in fields(kind)})
    assert codec.loads(codec.dumps(action)) == action


NONSENSE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
FIELDS = ("seat", "name", "count", "counts", "ballot", "option", "on", "until", "text", "scene")


@given(
    NONSENSE
    | st.fixed_dictionaries(
        {"do": st.sampled_from([*ROOM.tags, *ROOM.earlier, *PLAY.tags, *REFLECTION.tags])},
        optional=dict.fromkeys(FIELDS, NONSENSE),
    )
)
def test_nonsense_is_no_action(data: object) -> None:
    """Decoding any data gives an action or None; an action never raises in a room."""
    for codec in (PLAY, REFLECTION):
        codec.from_data(data)
    action = ROOM.from_data(data)
    if action is not None:
        step(new_room(story(), 1), action)


@pytest.mark.parametrize(
    ("codec", "data"),
    [
        (PLAY, {}),
        (PLAY, {"do": "dance"}),
        (PLAY, {"do": ["go-on"]}),
        (PLAY, {"did": "go-on"}),
        (PLAY, {"do": "call", "scene": "smoke"}),
        (PLAY, {"do": "call", "scene": "smoke", "call": "follow"}),
        (PLAY, {"do": "call", "scene": "smoke", "call": ["lead"]}),
        (PLAY, {"do": "choose", "scene": 3, "choice": "card"}),
        (PLAY, {"do": "choose", "scene": "smoke", "choice": None}),
        (PLAY, {"do": "vote", "seat": "s", "ballot": "b", "option": "o"}),
        (REFLECTION, {}),
        (REFLECTION, {"did": "dream"}),
        (REFLECTION, {"do": "walk", "scene": "smoke"}),
        (REFLECTION, {"do": "walk", "scene": "smoke", "choice": 2}),
        (REFLECTION, {"do": "point", "scene": "smoke", "line": None}),
        (REFLECTION, {"do": "resolve", "dimension": "focus", "pole": "lead", "skill": "juggling"}),
        (REFLECTION, {"do": "resolve", "dimension": "focus", "pole": ["lead"], "skill": "courage"}),
        (ROOM, {"do": "heads", "count": True}),
        (ROOM, {"do": "heads", "count": 2.0}),
        (ROOM, {"do": "heads", "count": "2"}),
        (ROOM, {"do": "pause", "on": 1}),
        (ROOM, {"do": "hands", "ballot": "b", "counts": [1, "2"]}),
        (ROOM, {"do": "hands", "ballot": "b", "counts": 3}),
        (ROOM, {"do": "timer", "until": False}),
        (ROOM, {"do": "vote", "seat": "s", "ballot": "b"}),
        (ROOM, {"do": "choose", "scene": "smoke", "choice": "card"}),
    ],
)
def test_unknown_data(codec: Codec[Any], data: dict[str, object]) -> None:
    """An unknown tag, or a field of another type, is None, never an error."""
    assert codec.from_data(data) is None


@pytest.mark.parametrize("text", ["", "no JSON", "7", "null", '"go-on"', "[" * 100_000])
def test_no_action(text: str) -> None:
    """Data other than a JSON object are no action."""
    assert [codec.loads(text) for codec in (PLAY, REFLECTION, ROOM)] == [None] * 3


@pytest.mark.parametrize("until", ["Infinity", "-Infinity", "NaN", "1e300", "9" * 400])
def test_a_clock_without_an_end(until: str) -> None:
    """A time that no clock can show is no action, so no screen breaks at it."""
    assert ROOM.loads(f'{{"do": "timer", "until": {until}}}') is None
    assert ROOM.loads(f'{{"do": "pause", "on": true, "at": {until}}}') is None


def test_fields_of_later_versions() -> None:
    """An unknown field is ignored, and one with a default may be missing."""
    assert ROOM.loads('{"do": "go-on", "why": "later"}') == acts.GoOn()
    assert ROOM.loads('{"do": "pause", "on": true}') == acts.Pause(True)
    assert json.loads(PLAY.dumps(actions.GoOn())) == {"do": "go-on"}
