"""``two-hats campaign``, line by line, as it is installed."""

from __future__ import annotations

import re

from tests.commands.conftest import Player


POSTING = ["", *["4", "1", "", ""] * 4, ""]
"""What is typed from a briefing to behind the end, whatever is chosen."""


def test_a_posting_from_a_pipe_and_the_next_process_goes_on(player: Player) -> None:
    """Letter, posting, pick and the next letter; another process stands at the same place."""
    first = player.run("campaign", "--seed", "1", typed=["", *POSTING, "3"])
    assert first.returncode == 0
    assert first.stderr == ""
    assert "\x1b" not in first.stdout
    assert "Posting 1 of 8. A letter from Nives Furlan" in first.stdout
    assert re.search(r"^You: [\d.]+ of 100 points, the mean of your scenes\.", first.stdout, re.M)
    assert first.stdout.count("What will you practise on the way?") == 1
    assert "Posting 2 of 8." in first.stdout
    assert first.stdout.endswith("Saved. To go on:\ntwo-hats campaign between-floors --plain\n\n")
    second = player.run("campaign", "between-floors", "--plain", typed=["", ""])
    assert second.stdout.startswith("Between Floors: 1 of 8 postings done.\n")
    assert "Ask, and look back: " in second.stdout
    assert "Scene 1 of 4: Two Strips of Tape" in second.stdout


def test_a_posting_left_in_the_middle_goes_on_there(player: Player) -> None:
    """A call that was given stands in the next process, without the letter before it."""
    player.run("campaign", "--seed", "1", typed=["", "", "2"])
    again = player.run("campaign").stdout
    assert "Going on where you left off. Scene 1 of 4: Day Three" in again
    assert "A letter from" not in again
    assert "Going on" not in player.run("play", "month-end-every-month", "--plain").stdout
    assert "A letter from" in player.run("campaign", "--new").stdout


def test_a_campaign_of_ones_own(player: Player) -> None:
    """What lies in the data folder is offered beside the game's own, and found by its id."""
    shipped = player.run("campaign", "tour")
    assert shipped.returncode == 2
    assert "there is no campaign called 'tour'" in shipped.stderr
    own = player.data / "scenarios" / "campaigns" / "tour.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(CAMPAIGN, encoding="utf-8")
    output = player.run("campaign", typed=["tour"]).stdout
    assert re.search(r"^\d\. Tour of Two \(2 postings\)\. From Amman to Cluj\.", output, re.M)
    assert "Letter before Amman." in output
    checked = player.run("check", str(own))
    assert checked.returncode == 0
    assert "advice[A427]" in checked.stdout
    own.write_text(CAMPAIGN.replace("smoke-on-ward-six", "smoke-on-ward-sex"), encoding="utf-8")
    broken = player.run("campaign", "tour")
    assert broken.returncode == 1
    assert "did you mean 'smoke-on-ward-six'?" in broken.stderr


def test_the_schema_of_a_campaign(player: Player) -> None:
    """It is printed on demand; without a word it is that of a scenario."""
    assert '"title": "A campaign of Two Hats"' in player.run("schema", "campaign").stdout
    assert '"title": "A scenario of Two Hats"' in player.run("schema").stdout


CAMPAIGN = """\
format: 1
title: Tour of Two
summary: From Amman to Cluj.
writer: Ada
opening: You are sent to two places.
postings:
  smoke-on-ward-six:
    letter: Letter before Amman.
  month-end-every-month:
    letter: Letter before Cluj.
closings: {joined: It goes., vision: It will., order: It may., searching: It moved.}
"""
