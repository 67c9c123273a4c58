"""Reading campaigns: the value of a valid one, and the problems of a broken one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from game.author.starter import schema_text
from game.content.binding.schema import schema
from game.content.files import campaign_files, scenario_files
from game.content.library import Library, packaged
from game.content.loader import CampaignReading, read_campaign
from game.content.yaml.source import Source
from game.core.campaign import Campaign
from game.core.enums import Practice
from game.core.failure import Failure


KNOWN = ("quay", "harbour", "lighthouse")
GOOD = """\
format: 1
title: Three Quays
summary: From one quay to the next.
writer: Ada Arm, who writes
opening: You are sent from quay to quay.
postings:
  quay:
    letter: The first letter.
  harbour:
    letter: |
      The second letter.

      Ada
    practices:
      communication: Ben listens for hours.
      training: What can a list not tell?
      listening-speaking: Cleo has a word for you.
    after: {synergy: "They sing, in the quay."}
favours:
  rope:
    posting: quay
    state: [synergy]
    trust: {ben: 4}
    text: A rope.
    back: harbour
    letter: Ben's rope is for you.
    scene: ramp
    line: You hold the rope.
closings:
  joined: It goes.
  vision: It will go.
  order: It is inspected.
  searching: It moved.
"""
CHECKER = jsonschema.Draft7Validator(schema(Campaign))


def read(text: str) -> CampaignReading:
    """*text* as the file tour.yaml, among three scenarios."""
    return read_campaign(Source("tour.yaml", text), KNOWN)


def put(folder: Path, name: str, text: str) -> Path:
    """A file called *name* in *folder*."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_campaign() -> None:
    """Its id is the file's, its postings stand in order, and a posting may offer nothing."""
    reading = read(GOOD)
    assert reading.problems == ()
    campaign = reading.campaign
    assert campaign is not None
    assert (campaign.id, list(campaign.postings)) == ("tour", ["quay", "harbour"])
    assert campaign.postings["quay"].practices == {}
    assert campaign.postings["harbour"].letter == "The second letter.\n\nAda"
    assert campaign.postings["harbour"].practices[Practice.TRAINING] == "What can a list not tell?"


@pytest.mark.parametrize(
    ("old", "new", "code", "reported"),
    [
        ("  harbour:", "  harbor:", "E202", "did you mean 'harbour'?"),
        ("  harbour:", "  moon:", "E202", "expected one of quay, harbour, lighthouse"),
        ("communication:", "comunication:", "E107", "did you mean 'communication'?"),
        ("communication:", "shouting:", "E107", "expected one of continuous-learning"),
        ("  searching: It moved.\n", "", "E100", "(Anything else)"),
        ("  searching:", "  serching:", "E101", "did you mean 'searching'?"),
        ("closings:", "endings:", "E100", "'closings' is missing"),
        ("      training: What can a list not tell?\n", "", "E108", "exactly 3"),
        ("    letter: The first letter.", "    letter: ", "E102", "'letter'"),
        ("  quay:\n    letter: The first letter.\n", "", "E108", "at least 2"),
        ("  harbour:\n", "  quay:\n    letter: x\n  harbour:\n", "E009", "'quay'"),
        ("It goes.", "It goes\x1b[2J.", "E006", ""),
        ("The first letter.", "The first #letter.", "W302", "#"),
        ("format: 1", "format: 2", "E106", "only 1 is known"),
        ("posting: quay", "posting: lighthouse", "E212", "the postings are quay, harbour"),
        ("posting: quay", "posting: key", "E202", "expected one of quay, harbour, lighthouse"),
        ("back: harbour", "back: quay", "E212", "comes back before it can be earned"),
        ("{ben: 4}", "{ben: 6}", "E106", "5"),
        ("state: [synergy]", "state: [joy]", "E107", "synergy"),
        ("after: {synergy:", "after: {joy:", "E107", "synergy"),
        ("    state: [synergy]\n    trust: {ben: 4}\n", "", "E108", "at least one of state, trust"),
        ("    text: A rope.\n", "", "E100", "'text' is missing in 'rope'"),
        (
            "    letter: The first letter.",
            "    letter: The first letter.\n    after: {drift: Nobody came.}",
            "E212",
            "no posting comes before this one",
        ),
        ("title: Three Quays", f"title: {'long ' * 20}", "E104", "at most 60"),
    ],
)
def test_a_broken_campaign(old: str, new: str, code: str, reported: str) -> None:
    """One fault at a time: its code and message, and an error prevents play."""
    bad = GOOD.replace(old, new, 1)
    assert bad != GOOD
    reading = read(bad)
    problem = next(problem for problem in reading.problems if problem.code == code)
    assert reported in f"{problem.message} {problem.expected} {problem.help}"
    assert (reading.campaign is None) == code.startswith("E")


def test_an_empty_file() -> None:
    """A valid campaign has no problems."""
    assert [problem.code for problem in read("# later\n").problems] == ["E001"]


def test_the_library_knows_campaigns(tmp_path: Path) -> None:
    """They lie in a folder of their own beside scenarios, and are found by id, name or path."""
    put(tmp_path, "quay.yaml", "not read before it is asked for")
    path = put(tmp_path, "campaigns/three-quays.yaml", GOOD)
    put(tmp_path, "campaigns/.hidden.yaml", GOOD)
    put(tmp_path, "campaigns/campaign.schema.json", "{}")
    library = Library.of([tmp_path])
    assert (list(library.entries), list(library.campaigns)) == (["quay"], ["three-quays"])
    result = library.campaigns["three-quays"]
    assert library.find_campaign("Three Quays") is result
    by_path = library.find_campaign(str(path))
    assert not isinstance(by_path, Failure)
    assert (by_path.path, by_path.source) == (path, str(path))
    assert {problem.code for problem in result.reading.problems} == {"E202"}


def test_a_campaign_of_a_pack(tmp_path: Path) -> None:
    """A folder that somebody shared may hold campaigns, too; the player's own come first."""
    put(tmp_path, "quays/quay.yaml", "x")
    path = put(tmp_path, "quays/campaigns/tour.yaml", GOOD)
    assert Library.of([tmp_path]).campaigns["tour"].path == path
    own = put(tmp_path, "campaigns/tour.yaml", GOOD)
    assert Library.of([tmp_path]).campaigns["tour"].path == own


def test_a_campaign_named_from_within_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path need not name the folder for campaigns, where that is the one at hand."""
    monkeypatch.chdir(put(tmp_path, "campaigns/tour.yaml", GOOD).parent)
    current = Path("tour.yaml")
    assert (scenario_files(current), campaign_files(current)) == ([], [current])
    assert (scenario_files(Path()), campaign_files(Path())) == ([], [current])


def test_a_name_that_no_campaign_has() -> None:
    """The nearest is named."""
    result = Library.of([packaged()]).find_campaign("between-flours")
    assert result == Failure(
        code="not-found",
        message="there is no campaign called 'between-flours'",
        help="did you mean 'between-floors'?",
    )


def test_the_first_folder_wins(tmp_path: Path) -> None:
    """Of two campaigns of one name the one in the more important folder is used."""
    first = put(tmp_path, "a/campaigns/tour.yaml", GOOD)
    put(tmp_path, "b/campaigns/tour.yaml", GOOD)
    library = Library.of([tmp_path / "a", tmp_path / "b"])
    assert [entry.path for entry in library.campaigns.values()] == [first]


def test_campaigns_are_no_scenarios(tmp_path: Path) -> None:
    """The scenarios of a folder include no campaign, and the other way round."""
    scenario = put(tmp_path, "pack/quay.yaml", "x")
    campaign = put(tmp_path, "pack/campaigns/tour.yaml", GOOD)
    assert (scenario_files(tmp_path), campaign_files(tmp_path)) == ([scenario], [campaign])
    assert (scenario_files(campaign), campaign_files(campaign)) == ([], [campaign])
    assert (scenario_files(campaign.parent), campaign_files(campaign.parent)) == ([], [campaign])
    assert (scenario_files(scenario), campaign_files(scenario)) == ([scenario], [])


def test_the_schema_beside_the_campaigns_is_the_same() -> None:
    """The shipped schema equals that of the classes; ``two-hats schema campaign`` writes it."""
    kept = (packaged() / "campaigns" / "campaign.schema.json").read_text(encoding="utf-8")
    assert kept == schema_text(Campaign)
    jsonschema.Draft7Validator.check_schema(schema(Campaign))


def test_editors_accept_what_ships() -> None:
    """An editor finds nothing wrong with a shipped campaign."""
    for path in campaign_files(packaged()):
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        assert [error.message for error in CHECKER.iter_errors(data)] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("communication:", "shouting:"),
        ("  searching: It moved.\n", ""),
        ("      training: What can a list not tell?\n", ""),
        ("writer:", "writes:"),
    ],
)
def test_editor_and_reader_refuse_the_same(old: str, new: str) -> None:
    """What a schema can see, both refuse."""
    bad = GOOD.replace(old, new, 1)
    data: Any = yaml.load(bad, Loader=yaml.CSafeLoader)
    assert read(bad).campaign is None
    assert list(CHECKER.iter_errors(data))
