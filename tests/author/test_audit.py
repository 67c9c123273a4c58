"""The audit: a library without a leak passes, and each planted leak makes it fail."""

from __future__ import annotations

import json
import sys
from functools import cache
from math import isclose
from pathlib import Path

import pytest

from game.author.audit import figures
from game.author.audit.cases import MASK, cases
from game.author.audit.output import as_json, as_text
from game.author.audit.report import Audit, audit
from game.author.audit.strategies import STANCES
from game.cli.main import main
from game.core.enums import Call
from tests.author.frozen import first_edition
from tests.author.planted import Leak, planted
from tests.core.examples import character, choice, scenario, scene


SIGNS = {
    Leak.LONG: "the solver longest gains",
    Leak.THEN: "the solver most-then gains",
    Leak.PEOPLE: "the solver words gains",
    Leak.POLE: "of the tokens of focus are lead",
    Leak.DEADLINE: "words of the scene give the first move in 100%",
}


@cache
def audited(leak: Leak | None, seed: int = 3) -> Audit:
    """The audit of a planted library, without permutations; few folds, so that it is quick."""
    return audit(planted(leak, scenarios=4, scenes=12, seed=seed), permutations=0)


@pytest.fixture(scope="module")
def frozen() -> Audit:
    """The audit of the first edition, with a few permutations."""
    return audit(first_edition(), permutations=4, campaigns={"tour": ["four-degrees", "strange"]})


@pytest.mark.parametrize("seed", [1, 3, 4])
def test_a_library_without_a_leak_passes(seed: int) -> None:
    """Where texts and keys are independent, no solver is over its limit."""
    result = audited(None, seed)
    assert result.failures == ()
    assert result.ok
    assert "None of the solvers tried gains" in as_text(result)


@pytest.mark.parametrize("leak", Leak)
def test_a_planted_leak_makes_it_fail(leak: Leak) -> None:
    """The same library with one leak fails, and the failure names that leak."""
    result = audited(leak)
    assert not result.ok
    assert any(SIGNS[leak] in failure for failure in result.failures), result.failures
    assert "None of the solvers" not in as_text(result)


def test_the_words_that_leak_are_named() -> None:
    """A word planted in every best choice is first of the words, and in the reasons."""
    result = audited(Leak.THEN)
    assert result.choice_words[0].word == "then"
    assert len(result.choice_words[0].scenes) == 48
    assert any("then" in scene.reasons.get("words", ()) for scene in result.scenes)
    result = audited(Leak.DEADLINE)
    assert result.call_words[0].word == "deadline"


def test_the_first_edition_fails(frozen: Audit) -> None:
    """Its best choices are found without reading, as measured when it was replaced."""
    words = frozen.library.trained["words"]
    assert words.accuracy > 0.55
    assert words.gain > words.low > frozen.library.limit
    assert words.p == 1 / 5
    assert frozen.library.mean_gain is not None
    assert frozen.library.mean_gain > 2 * frozen.library.mean_limit
    assert frozen.library.rules["most-and"].gain > frozen.library.limit
    assert frozen.library.stances["stance LMMMM"].gain > frozen.library.limit
    assert frozen.first_move is not None
    assert frozen.first_move.over
    assert frozen.call_known is not None
    assert frozen.call_known.over
    shares = [failure for failure in frozen.failures if "are lead, not 40 to 60%" in failure]
    assert len(shares) == 4


def test_a_campaign_is_a_part_of_its_own(frozen: Audit) -> None:
    """It has figures for its scenes only, and a wider limit for fewer of them."""
    (campaign_play,) = frozen.campaigns
    assert (campaign_play.name, campaign_play.scenes) == ("tour", 6)
    assert campaign_play.limit == figures.gain_limit(6)
    assert set(campaign_play.trained) == {"words", "letters", "shape"}


def test_the_json_has_every_solver_and_scene(frozen: Audit) -> None:
    """Accuracy, gain, interval and p of each solver; for each scene who found it and why."""
    payload = json.loads(as_json(frozen))
    assert payload["ok"] is False
    library = payload["library"]
    assert len(library["stances"]) == len(STANCES) == 32
    for kind in ("trained", "rules", "stances"):
        for figure in library[kind].values():
            assert figure.keys() == {"accuracy", "gain", "low", "high", "p"}
            assert figure["low"] <= figure["gain"] <= figure["high"]
            assert 0 < figure["p"] <= 1
    assert len(payload["scenes"]) == 52
    for item in payload["scenes"]:
        assert item["found"] == len(item["by"])
    assert MASK not in as_json(frozen)


def test_the_page_fits_in_eighty_columns(frozen: Audit) -> None:
    """Independent of the number of figures."""
    assert max(map(len, as_text(frozen).splitlines())) <= 80


def test_the_same_seed_gives_the_same_audit() -> None:
    """Also with permutations, and with the work shared among processes."""
    library = planted(scenarios=3)
    steps: list[tuple[int, int]] = []
    alone = audit(library, permutations=4, progress=lambda *step: steps.append(step))
    assert as_json(audit(library, permutations=4, jobs=2)) == as_json(alone)
    assert steps[-1][0] == steps[-1][1] == len(steps)


def test_names_of_the_cast_are_masked() -> None:
    """A name, also in the genitive, is the same word in every scenario."""
    item = scenario(
        scene("s", choice("a", text="Ask Dr Nabil for Rania's list."), text="Nabil waits."),
        cast={
            "n": character("Dr Nabil Haddad", "focus L"),
            "r": character("Rania Khoury", "focus L"),
        },
    )
    (case,) = cases([item])
    assert case.choices == (f"Ask Dr {MASK} for {MASK}'s list.",)
    assert case.text == f"{MASK} waits."


def test_without_scikit_learn_it_is_not_ok(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fixed rules are tried, and the report states that the trained solvers are missing."""
    monkeypatch.setitem(sys.modules, "sklearn", None)
    result = audit(planted(scenarios=3), permutations=0)
    assert not result.ok
    assert result.library.trained == {}
    assert "scikit-learn is missing" in (result.incomplete or "")
    assert "This audit is incomplete" in as_text(result)
    assert as_text(result).endswith("\nTo install it:\npip install '.[audit]'\n")


def test_the_command_ends_as_its_report_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """0 when all were tried and none is over; one file is judged, what ships is learnt from."""
    main(["new", str(tmp_path / "the-late-ferry.yaml")])
    capsys.readouterr()
    code = main(["audit", str(tmp_path), "--quick", "--json"])
    printed = capsys.readouterr()
    payload = json.loads(printed.out)
    assert payload["incomplete"] is None
    assert payload["library"]["scenes"] == 2
    assert payload["library"]["trained"]["words"]["p"] is None
    assert code == (0 if payload["ok"] else 1)
    assert "Fewer than 4 scenarios" in printed.err
    assert "\r" not in printed.err


def test_one_scenario_learns_from_others() -> None:
    """Alone it cannot be audited in full; what it learns from is not judged."""
    item, *others = planted(scenarios=4)
    assert audit([item], permutations=0).incomplete is not None
    result = audit([item], also=others, permutations=2)
    assert result.incomplete is None
    assert result.library.scenes == len(result.scenes) == 4


def test_a_lead_heavy_key_is_found() -> None:
    """When leading is called for more often than managing, always leading pays."""
    lead = [
        scenario(*(s for s in item.scenes.values() if s.call is not Call.MANAGE), id=item.id)
        for item in planted(scenarios=8)
        if any(s.call is not Call.MANAGE for s in item.scenes.values())
    ]
    result = audit(lead, permutations=0)
    assert result.library.rules["always-lead"].gain > 4
    assert any("are lead, not 40 to 60%" in failure for failure in result.failures)


@pytest.mark.parametrize(("scenes", "points"), [(96, 7.14), (32, 12.37), (4, 35.0), (10_000, 4.0)])
def test_the_limit_shrinks_with_the_library(scenes: int, points: float) -> None:
    """70/√scenes, never below 4; half of it for the mean of the trained solvers."""
    assert isclose(figures.gain_limit(scenes), points, abs_tol=0.01)
    assert isclose(figures.mean_gain_limit(scenes), points / 2, abs_tol=0.01)


def test_constant_calls_earn_seven_and_a_half() -> None:
    """Where calls are equally often, no constant call beats a guessed one."""
    result = audited(None, 1)
    for call in Call:
        assert isclose(result.library.rules[f"call-{call.value}"].gain, 0, abs_tol=0.01)


def test_an_empty_library_is_an_answer_too() -> None:
    """Nothing to audit gives no figures, no failure and no exception, and is not ok."""
    result = audit([])
    assert (result.library.scenes, result.twins, result.failures) == (0, (), ())
    assert not result.ok
    assert "0 scenes" in as_text(result)
