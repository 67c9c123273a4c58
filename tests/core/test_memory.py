"""What a scene remembers, and what trust brings out."""

from __future__ import annotations

import pytest

from game.core.actions import GoOn
from game.core.enums import State
from game.core.playthrough import Playthrough, start
from game.core.scenario import Echo, When
from game.core.view import Speech, view
from tests.core.examples import Take, answers, choice, played, scenario, scene


class TestMemory:
    """What a scene remembers: choices, state and trust."""

    scenes = (
        scene("a", choice("warm", "L - - L -", go="b"), choice("cold", "M - - M -", go="b")),
        scene("b", choice("warm2", "L - - L -", go="c"), choice("cold2", "M - - M -", go="c")),
        scene(
            "c",
            choice("x"),
            echoes=(
                Echo(when=When(chose=("a.cold",), trust={"ben": 5}), text="cold twice"),
                Echo(when=When(chose=("a.cold", "b.cold2")), text="cold once"),
                Echo(when=When(state=(State.STEADY,)), text="steady"),
            ),
            says={"ana": "Ana speaks", "ben": "Ben speaks"},
            extra_cue={"ana": "Ana knows more", "ben": "Ben knows more"},
        ),
    )

    def opened(self, take: Take, first: str, second: str) -> Playthrough:
        """The third scene, opened after these two choices."""
        story = scenario(*self.scenes)
        actions = (GoOn(), *answers("a", first), GoOn(), *answers("b", second), GoOn())
        return played(take(start(story, 1), *actions))

    @pytest.mark.parametrize(
        ("first", "second", "echo"),
        [
            ("cold", "cold2", "cold twice"),
            ("cold", "warm2", "cold once"),
            ("warm", "cold2", "cold once"),
            ("warm", "warm2", "steady"),
        ],
    )
    def test_echo(self, take: Take, first: str, second: str, echo: str) -> None:
        """The first echo that holds is put before the text."""
        seen = view(self.opened(take, first, second)).scene

        assert seen is not None
        assert seen.echo == echo

    def test_no_echo(self, take: Take) -> None:
        """Where none holds, there is none."""
        seen = view(played(take(start(scenario(*self.scenes), 1), GoOn()))).scene

        assert seen is not None
        assert seen.echo is None

    @pytest.mark.parametrize(
        ("first", "second", "trust", "lines", "silent"),
        [
            (
                "warm",
                "warm2",
                (5, 1),
                [
                    Speech(who="ana", name="Ana Ash", text="Ana speaks"),
                    Speech(who="ana", name="Ana Ash", text="Ana knows more", volunteered=True),
                ],
                ("Ben Bay",),
            ),
            (
                "warm",
                "cold2",
                (3, 3),
                [
                    Speech(who="ana", name="Ana Ash", text="Ana speaks"),
                    Speech(who="ben", name="Ben Bay", text="Ben speaks"),
                ],
                (),
            ),
        ],
    )
    def test_trust_pays_in_cues(
        self,
        take: Take,
        first: str,
        second: str,
        trust: tuple[int, int],
        lines: list[Speech],
        silent: tuple[str, ...],
    ) -> None:
        """At 1 or less a character stays silent; at 4 or more one volunteers a further cue."""
        play = self.opened(take, first, second)
        seen = view(play).scene

        assert tuple(play.trust.values()) == trust
        assert seen is not None
        assert list(seen.lines) == lines
        assert seen.silent == silent

    @pytest.mark.parametrize(
        ("level", "spoken"),
        [
            (0, []),
            (1, []),
            (2, ["aloud"]),
            (3, ["aloud"]),
            (4, ["aloud", "volunteered"]),
            (5, ["aloud", "volunteered"]),
        ],
    )
    def test_every_level(self, take: Take, level: int, spoken: list[str]) -> None:
        """A character is silent up to trust 1 and volunteers from 4 on, and is shown so."""
        room = scene(
            "s",
            choice("up", go="s"),
            choice("down", "M M M M M", go="s"),
            says={"ana": "aloud"},
            extra_cue={"ana": "volunteered"},
        )
        once = (*answers("s", "up" if level > 3 else "down"), GoOn())
        seen = view(played(take(start(scenario(room), 1), GoOn(), *once * abs(level - 3))))
        ana = seen.people[0]

        assert (ana.id, ana.name, ana.role) == ("ana", "Ana Ash", "role of Ana Ash")
        assert ana.before == ana.trust
        assert (ana.trust, ana.silent, ana.volunteers) == (
            level,
            not spoken,
            len(spoken) == 2,
        )
        assert seen.scene is not None
        assert [line.text for line in seen.scene.lines] == spoken
        assert seen.scene.silent == (() if spoken else ("Ana Ash",))

    def test_before_and_after(self, take: Take) -> None:
        """While an answer is read, people are shown with their trust before and after it."""
        play = self.opened(take, "warm", "cold2")
        answered = played(take(play, *answers("c", "x")))

        assert [(p.before, p.trust) for p in view(play).people] == [(3, 3), (3, 3)]
        assert [(p.before, p.trust) for p in view(answered).people] == [(3, 4), (3, 2)]

    def test_presence(self, take: Take) -> None:
        """Only those present in the scene are shown so; nobody named means everybody."""
        story = scenario(scene("a", choice("x", go="b"), present=("ben",)), scene("b", choice("y")))
        current = played(take(start(story, 1), GoOn()))
        later = played(take(current, *answers("a", "x"), GoOn()))

        assert [person.present for person in view(current).people] == [False, True]
        assert [person.present for person in view(later).people] == [True, True]

    def test_scene_stays_as_it_was_opened(self, take: Take) -> None:
        """Answering a scene changes nothing of how it reads, whatever it does to trust."""
        play = self.opened(take, "warm", "cold2")
        before = view(play).scene
        for action in answers("c", "x"):
            play = played(take(play, action))

            assert view(play).scene == before
