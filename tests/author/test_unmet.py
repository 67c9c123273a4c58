"""Advice on unreachable parts: exact, and omitted where the analysis is incomplete."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from game.author.lint import Finding, scene_rules
from game.core.scenario import END, Echo, Route, Scenario, When
from tests.core.examples import choice, scenario, scene, ways


def found(of: Scenario) -> list[Finding]:
    """Return the advice on *of*."""
    return [finding for check in scene_rules.REACHABILITY_CHECKS for finding in check(of)]


def after(first: str, **given: Any) -> Scenario:
    """A scene whose one choice takes the stance *first*, then one with what is *given*."""
    return scenario(
        scene("a", choice("x", first, go="b")), scene("b", choice("y", go=END), **given)
    )


def test_an_extra_cue_is_heard_or_advised_on() -> None:
    """Ana listens for a lead focus: one choice that has it opens her cue, and no other does."""
    assert found(after("L M M M M", extra_cue={"ana": "..."})) == []
    (finding,) = found(after("- L L L L", extra_cue={"ana": "..."}))
    assert finding.path == ("scenes", "b", "extra_cue", "ana")
    assert "ana's trust is 3 at most, and 4 is asked" in finding.message
    assert finding.help == "let a way to b win 1 more of ana's trust, or let it be said aloud"


def test_what_is_said_by_somebody_always_silent() -> None:
    """At trust 1 nobody speaks: two choices against what Ana listens for bring her there."""
    against = choice("x", "M M M M M", go="b"), choice("x", "M M M M M", go="c")
    last = scene("c", choice("y"), says={"ana": "..."})
    (finding,) = found(scenario(scene("a", against[0]), scene("b", against[1]), last))
    assert finding.path == ("scenes", "c", "says", "ana")
    assert found(scenario(scene("b", against[1]), last)) == []


@pytest.mark.parametrize(
    ("when", "needed"),
    [
        (When(chose=("b.y",)), "let a way to b come by b.y"),
        (When(trust={"ana": 5}), "let a way to b win 1 more of ana's trust"),
        (When(trust={"ana": 4}, chose=("a.x",)), None),
    ],
)
def test_an_echo_shows_what_it_would_need(when: When, needed: str | None) -> None:
    """The help names what is missing, in the words of the condition."""
    output = found(after("L L L L L", echoes=(Echo(when=when, text="..."),)))
    assert [finding.help for finding in output] == ([] if needed is None else [needed])


def test_an_echo_behind_one_that_always_holds() -> None:
    """The second of two is advised on, not the first."""
    echoes = (Echo(when=When(trust={"ana": 0}), text=""), Echo(when=When(chose=("a.x",)), text=""))
    (finding,) = found(after("L L L L L", echoes=echoes))
    assert finding.path == ("scenes", "b", "echoes", 1)
    assert finding.help == "put it before the one that always holds, or delete it"


def test_a_way_on() -> None:
    """A route that is never taken is reported at its position in the list."""
    never = ways(Route(go=END, when=When(trust={"ana": 5})), "b")
    (finding,) = found(scenario(scene("a", choice("x", go=never)), scene("b", choice("y"))))
    assert finding.path == ("scenes", "a", "choices", "x", "next", 0)


def test_too_many_states_and_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """With an incomplete analysis nothing is reported as unreachable."""
    doubtful = after("- L L L L", extra_cue={"ana": "..."})
    assert found(doubtful)
    monkeypatch.setattr(scene_rules, "STATES", 1)
    assert found(doubtful) == []


@pytest.mark.parametrize("kind", ["says", "extra_cue"])
def test_nobody_speaks_from_afar(kind: str) -> None:
    """Where a scene lists who is present, the others have no lines in it."""
    given: dict[str, Any] = {kind: {"ana": "..."}}
    quiet = scene("b", choice("y"), **given)
    before = scene("a", choice("x", "L L L L L", go="b"))
    assert not found(scenario(before, quiet))
    (finding,) = found(scenario(before, evolve(quiet, present=("ben",))))
    assert (finding.code, finding.path) == ("A426", ("scenes", "b", kind, "ana"))


def test_a_way_back_to_a_played_scene_is_reported_at_its_choice() -> None:
    """Only the way back, from the scene that is further from the start; or to itself."""
    (back,) = found(
        scenario(
            scene("c", choice("x", go="a"), choice("y", go="b")),
            scene("b", choice("z", go="c")),
            scene("a", choice("w", go="b")),
        )
    )
    assert (back.code, back.path) == ("A441", ("scenes", "b", "choices", "z", "next"))
    assert "leads back to 'c'" in back.message

    (again,) = found(scenario(scene("a", choice("x", go="a"), choice("y"))))
    assert again.path == ("scenes", "a", "choices", "x", "next")
    assert "leads back to this scene" in again.message
