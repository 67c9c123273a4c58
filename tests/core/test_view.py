"""Who may see what, and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

import pytest
from attrs import evolve, fields, has
from hypothesis import given

from game.core.actions import Action, GiveCall, GoOn
from game.core.enums import Call, Context, Dimension, Myth, Pole, Skill, State
from game.core.explanation import explain
from game.core.playthrough import Phase, replay, start, step
from game.core.scenario import Choice, Debrief, Listening, Need, Scenario, Scene, Stance, Tokens
from game.core.view import Offer, View, view
from tests.core.examples import Take, answers, choice, played, scenario, scene
from tests.core.strategies import playthroughs, stateless


KEY = (Context, Need, Tokens, Stance, Listening, Dimension, Pole, Skill, Myth, Scene, Choice)
"""What a scene's key is made of."""


def within(value: object) -> Iterator[object]:
    """*value* and everything that can be reached from it."""
    yield value
    kind = type(value)
    if has(kind):
        for field in fields(kind):
            yield from within(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for pair in value.items():
            yield from within(pair)
    elif isinstance(value, tuple | list | AbstractSet):
        for part in value:
            yield from within(part)


class TestSecrets:
    """What no view may hold before its time."""

    @stateless
    @given(playthroughs())
    def test_before_the_reveal(
        self, take: Take, drawn: tuple[Scenario, tuple[Action, ...]]
    ) -> None:
        """
        Before the why nothing of the key is in reach, but the call that the player gave.

        What people listen for is known with the outcome: it is theirs, not the scene's.
        """
        where, actions = drawn
        play = start(where, 1)
        for action in (None, *actions):
            play = play if action is None else played(take(play, action))
            if play.phase in (Phase.WHY, Phase.ENDING):
                continue
            seen = view(play)
            assert {move.listens for move in seen.moves} <= {
                person.listens_for for person in where.cast.values()
            }
            result = list(within(evolve(seen, moves=())))
            texts = [text for text in result if type(text) is str]

            assert not [thing for thing in result if isinstance(thing, KEY)]
            assert {thing for thing in result if isinstance(thing, Call)} <= {play.call}
            secrets = ("cue of", "because of", "explanation of", "right if", "ending in", "dissent")
            for secret in secrets:
                assert not [text for text in texts if secret in text]

    @stateless
    @given(playthroughs())
    def test_reaction_to_the_call(
        self, take: Take, drawn: tuple[Scenario, tuple[Action, ...]]
    ) -> None:
        """How people take the call is shown for the call given, from then until the choice."""
        where, actions = drawn
        play = start(where, 1)
        for action in (None, *actions):
            play = play if action is None else played(take(play, action))
            texts = {text for text in within(view(play)) if type(text) is str}
            shown = {text for text in texts if text.startswith("reaction to")}
            expected = set()
            if play.phase is Phase.CHOICE and play.call is not None:
                expected = {f"reaction to {play.call.value}"}

            assert shown == expected

    def test_no_reaction_to_this_call(self, take: Take) -> None:
        """A scene may have a line for some calls only; for the others there is none."""
        quiet = scenario(scene("s", choice("x"), after_call={Call.MANAGE: "They wait."}))

        assert [
            view(played(take(start(quiet, 1), GoOn(), GiveCall("s", call)))).after_call
            for call in (Call.MANAGE, Call.LEAD)
        ] == ["They wait.", None]

    @stateless
    @given(playthroughs())
    def test_before_the_choice(
        self, take: Take, drawn: tuple[Scenario, tuple[Action, ...]]
    ) -> None:
        """No outcome is in reach before the choice, and then only that of the choice taken."""
        where, actions = drawn
        play = start(where, 1)
        for action in actions:
            play = played(take(play, action))
            seen = evolve(view(play), summary=None)  # the road of the ending
            texts = {text for text in within(seen) if type(text) is str}
            outcomes = {text for text in texts if text.startswith("outcome of")}

            answered = play.phase in (Phase.OUTCOME, Phase.WHY)
            assert outcomes == ({f"outcome of {play.turns[-1].choice}"} if answered else set())

    def test_the_walk_finds_the_key_once_it_is_revealed(self, take: Take) -> None:
        """The search above is no blind one: at the why it finds the key."""
        play = played(take(start(scenario(scene("s", choice("x"))), 1), GoOn(), *answers("s", "x")))
        result = list(within(view(play)))

        assert Context.ROUTINE in result
        assert "because of s" in result
        assert [thing for thing in result if isinstance(thing, Dimension)]


class TestPhases:
    """What each phase shows."""

    story = scenario(
        scene("a", choice("x", go="b"), choice("y", go="b")),
        scene("b", choice("z")),
        debrief=Debrief(what=("What happened?",)),
    )
    steps = (
        GoOn(),
        *answers("a", "x"),
        GoOn(),
        *answers("b", "z"),
        GoOn(),
    )

    def shown(self, take: Take, done: int) -> View:
        """The view after *done* steps."""
        return view(played(take(start(self.story, 1), *self.steps[:done])))

    @pytest.mark.parametrize(
        ("done", "phase", "parts"),
        [
            (0, Phase.BRIEFING, set()),
            (1, Phase.CALL, {"scene"}),
            (2, Phase.CHOICE, {"scene", "call", "offers"}),
            (3, Phase.OUTCOME, {"scene", "call", "chosen", "outcome"}),
            (4, Phase.WHY, {"scene", "call", "chosen", "outcome", "why"}),
            (5, Phase.CALL, {"scene"}),
            (7, Phase.OUTCOME, {"scene", "call", "chosen", "outcome", "state"}),
            (9, Phase.ENDING, {"state", "ending", "points", "log", "debrief"}),
        ],
    )
    def test_parts(self, take: Take, done: int, phase: Phase, parts: set[str]) -> None:
        """Each part is there in its phases, and in no other."""
        seen = self.shown(take, done)
        optional = {
            "scene",
            "call",
            "offers",
            "chosen",
            "outcome",
            "why",
            "state",
            "ending",
            "points",
            "log",
            "debrief",
        }

        assert seen.phase is phase
        assert {part for part in optional if getattr(seen, part) not in (None, ())} == parts

    @pytest.mark.parametrize(
        ("done", "number"), [(0, 0), (1, 1), (2, 1), (4, 1), (5, 2), (8, 2), (9, 2)]
    )
    def test_number(self, take: Take, done: int, number: int) -> None:
        """Scenes are counted from 1, and the count stands still until the next one opens."""
        seen = self.shown(take, done)

        assert (seen.number, seen.of) == (number, 2)

    def test_number_of_scenes_is_open_when_ways_differ(self) -> None:
        """The total number of scenes is shown only if all paths have the same length."""
        forks = scenario(scene("a", choice("x", go="b"), choice("y")), scene("b", choice("z")))

        assert view(start(forks, 1)).of is None

    def test_gauges_before_and_after(self, take: Take) -> None:
        """An outcome shows the gauges as they were and as they are."""
        seen = self.shown(take, 3)

        assert (seen.before.direction, seen.gauges.direction) == (50, 78)

    def test_offers_are_words_alone(self, take: Take) -> None:
        """An offered choice is its id and its text."""
        assert sorted(self.shown(take, 2).offers, key=lambda offer: offer.id) == [
            Offer(id="x", text="text of x"),
            Offer(id="y", text="text of y"),
        ]

    def test_log(self, take: Take) -> None:
        """The ending lists what was seen, called and done, with the points."""
        log = self.shown(take, 9).log

        assert [(entry.title, entry.call, entry.choice, entry.points) for entry in log] == [
            ("title of a", Call.LEAD, "text of x", 80),
            ("title of b", Call.LEAD, "text of z", 80),
        ]

    def test_ending_by_state(self, take: Take) -> None:
        """The ending is the one for the state reached."""
        seen = self.shown(take, 9)

        assert seen.state is State.STEADY
        assert seen.ending == "ending in steady"


@pytest.mark.parametrize(
    ("readers", "read"), [({}, False), ({Call.LEAD: 0}, False), ({Call.LEAD: 1}, True)]
)
def test_readers_are_counted(readers: Mapping[Call, int], read: bool) -> None:
    """A count of nobody is no reader, at the ending as in the explanation."""
    one = scenario(scene("a", choice("x"), readers=readers))
    play = replay(one, 1, (GoOn(), *answers("a", "x"), GoOn())).play
    assert [entry.read for entry in view(play).log] == [read]
    assert (explain(play, play.turns[0]).readers is not None) is read


def test_a_scene_alone_is_no_story() -> None:
    """It counts no scenes, has no state and no ending, and includes the briefing."""
    where = evolve(
        scenario(
            scene("one", choice("a", "L L L L L", "two")), scene("two", choice("b", "M M M M M"))
        ),
        content_note="It rains.",
    )
    play = start(where, 1, review_scene="one")
    seen = view(play)

    assert (seen.is_review, seen.of, seen.opening) == (True, None, (where.role, "It rains."))
    for action in (*answers("one", "a"), GoOn()):
        play = played(step(play, action))
    ended = view(play)
    assert (ended.phase, ended.state, ended.ending, ended.debrief) == (
        Phase.ENDING,
        None,
        None,
        None,
    )
    assert (view(start(where, 1)).is_review, view(start(where, 1)).opening) == (False, ())
