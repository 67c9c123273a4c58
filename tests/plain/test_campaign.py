"""A campaign line by line: letters, picks, postings, and the measures at the end."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, field

from game.core.campaign import Stage
from game.core.enums import Call, Pole, Practice
from game.core.playthrough import Playthrough, shuffled_choices
from game.journal.campaigns import CampaignSession
from game.journal.store import Journal
from game.plain.campaign import HELP, CampaignLoop
from game.plain.io import LineIO
from game.plain.loop import NEW
from tests.core.campaigns import CAMPAIGN, TOWNS, Player, best, most
from tests.plain.table import BOOK


COMMAND = "two-hats campaign tour --plain"
WAY_BACK = ["Saved. To go on:", COMMAND, ""]


def answers(name: str, player: Player = best) -> list[str]:
    """All that is typed to play a town from its briefing to behind its end."""
    town, typed = TOWNS[name], [""]
    for scene in town.scenes.values():
        call, chosen = player(scene)
        play = Playthrough(scenario=town, seed=3)
        order = [choice.id for choice in shuffled_choices(play, scene)]
        typed += [str(1 + list(Call).index(call)), str(1 + order.index(chosen)), "", ""]
    return [*typed, ""]


@define
class Tour:
    """One player on the tour; *said* holds every line of the last sitting."""

    journal: Journal = field(factory=lambda: Journal.open(None))
    said: list[str] = field(factory=list)

    def play(self, *typed: str) -> CampaignSession:
        """Answer with *typed*, after which the input ends; carries on what was begun."""
        lines: Iterator[str] = iter(typed)
        self.said.clear()
        result = self.journal.campaigns.resume_open(
            CAMPAIGN, TOWNS.get, seed=3, source=None, fresh=False
        )
        assert isinstance(result, CampaignSession)
        CampaignLoop(
            session=result,
            find=TOWNS.get,
            name="tour",
            book=BOOK,
            io=LineIO(read=lambda: next(lines, None), write=self.said.append, width=0),
        ).run()
        return result

    @property
    def kept(self) -> tuple[object, ...]:
        """What changes with every step that is kept."""
        runs = [run.revision for run in self.journal.runs()]
        return runs, [dict(self.play().campaign_state.picks)]

    @property
    def text(self) -> str:
        """All that was said."""
        return "\n".join(self.said)


WHOLE = [
    *("", *answers("ulm")),
    *("2", "", *answers("bonn")),
    *("1", "", *answers("gotha")),
]
"""All that is typed from the first letter to the last."""


def test_it_opens_with_the_frame_and_the_first_letter() -> None:
    """Title, opening, and the letter; the posting is entered by Enter."""
    campaign_play = Tour()
    campaign_play.play()
    assert campaign_play.said == [
        *("The Tour", ""),
        *("Why you are sent.", ""),
        *("Posting 1 of 3. A letter from Ada Arm, who writes.", ""),
        *("Letter before ulm.", ""),
        *("Press Enter to go to Ulm.", ""),
        *("Nothing is saved. To begin again:", COMMAND, ""),
    ]


def test_a_plan_from_a_posting_is_kept() -> None:
    """Thinking over is offered at the end of a posting, and what is kept there is kept."""
    campaign_play = Tour()
    *played, _ = answers("ulm", most(Pole.MANAGE))
    campaign_play.play("", *played, "think", "plan 1")
    assert "Press Enter to go on, or type think." in campaign_play.said
    kept = campaign_play.journal.setting("plan", "")
    assert kept
    assert [line for line in campaign_play.said if line.startswith("Kept:")] == [f"Kept: {kept}"]


def test_a_posting_leads_on_to_the_pick_and_the_next_letter() -> None:
    """After the end of a posting come three practices, then the letter with what was picked."""
    campaign_play = Tour()
    campaign_play.play("", *answers("ulm"), "3")
    after = campaign_play.text.split("Press Enter to go on, or type think.\n")[-1]
    picks, letter = after.split("Your pick, 1 to 3:\n")
    assert [line[:2] for line in picks.splitlines() if line[:1].isdecimal()] == ["1.", "2.", "3."]
    assert "Ask a mentor: a question to take with you, without the answer." in picks
    assert letter.split("\n\n")[:4] == [
        "\nPosting 2 of 3. A letter from Ada Arm, who writes.",
        "Letter before bonn.",
        "Ask a mentor: training tells of bonn.",
        "Press Enter to go to Bonn.",
    ]
    assert campaign_play.said[-3:] == WAY_BACK


def test_the_whole_campaign_ends_with_its_measures() -> None:
    """The closing letter, the sums, and how each posting ended."""
    campaign_play = Tour()
    session = campaign_play.play(*WHOLE)
    assert session.campaign_state.stage is Stage.ENDING
    ending = campaign_play.text.split("The last letter, from Ada Arm, who writes.")[1]
    for line in (
        "Closing joined.",
        "3 of 3 postings ended in synergy. From 5 in 8 on, a campaign is joined.",
        "Direction 89 of 100 over all postings, very strong.",
        "Switching 100 of 100, very strong: the lower of the two below.",
        "Of 3 moments that needed leading first, you began 3 with it: 100 of 100.",
        "Posting 2: The Town of Bonn, Bonn.",
        "To begin again:",
        f"{COMMAND} --new",
    ):
        assert line in ending.splitlines()
    assert "feedback-reflection tells of bonn." not in ending


def test_wherever_it_is_left_it_goes_on() -> None:
    """Left after any line, the next sitting goes on there, until the end is reached."""
    straight, by_turns, unkept = Tour(), Tour(), [""]
    whole = straight.play(*WHOLE)
    for line in WHOLE[1:]:
        before = by_turns.kept
        by_turns.play(*unkept, line)
        unkept = [*unkept, line] if by_turns.kept == before else []
    assert by_turns.play().campaign_state == whole.campaign_state


def test_left_at_the_end_of_a_posting_it_goes_on_there() -> None:
    """Until the next practice is picked, the last page of a posting comes first."""
    campaign_play = Tour()
    *played, _ = answers("ulm", most(Pole.MANAGE))
    campaign_play.play("", *played)
    assert campaign_play.said[-3:] == WAY_BACK
    campaign_play.play("think")
    assert "Press Enter to go on, or type think." in campaign_play.text
    assert "Which line" in campaign_play.text
    assert "Your pick, 1 to 3:" not in campaign_play.text
    assert campaign_play.said[-3:] == WAY_BACK
    campaign_play.play("", "1")
    assert "Your pick, 1 to 3:" in campaign_play.text
    campaign_play.play()
    assert "Press Enter to go on, or type think." not in campaign_play.text


def test_looking_back_shows_what_it_cost() -> None:
    """Who picks feedback hears of the scene that went worst."""
    campaign_play = Tour()

    def always_lead(_: object) -> tuple[Call, str]:
        return Call.LEAD, "ask"

    campaign_play.play("", *answers("ulm", always_lead), "2")
    assert (
        "Your hardest moment there was “title of ulm-yard”: 0 of 5 tokens served"
        in campaign_play.text
    )


def test_the_letter_can_be_read_again_in_the_posting() -> None:
    """The word letter reads it; a posting is not begun afresh."""
    campaign_play = Tour()
    campaign_play.play("", "", "letter", "new", "help", "quit")
    assert campaign_play.text.count("Letter before ulm.") == 2
    assert "A campaign plays each posting once." in campaign_play.text
    assert "letter: the letter that came before this posting" in campaign_play.said
    assert NEW not in campaign_play.said
    assert campaign_play.said[-3:] == WAY_BACK


def test_help_lists_no_word_that_is_refused() -> None:
    """At the end of a posting that is read again there is neither a letter nor a new run."""
    campaign_play = Tour()
    campaign_play.play("", *answers("ulm")[:-1], "quit")
    campaign_play.play("help", "quit")
    assert "quit: stop here; every step is saved" in campaign_play.said
    assert NEW not in campaign_play.said


def test_between_postings_there_is_help() -> None:
    """Help, the step again, what is done so far, and a word on anything else."""
    campaign_play = Tour()
    session = campaign_play.play("", *answers("ulm"), "help", "again", "so far", "7", "?", "quit")
    assert campaign_play.text.count("\n".join(HELP)) == 2
    assert campaign_play.text.count("What will you practise on the way?") == 2
    assert "The Tour: 1 of 3 postings done." in campaign_play.said
    assert (
        "This word means nothing here. Type help for a list, or quit to stop." in campaign_play.said
    )
    assert campaign_play.said[-3:] == WAY_BACK
    assert session.campaign_state.picks == {}


def test_a_pick_is_kept() -> None:
    """The next sitting shows what is done, and then the letter with what was picked."""
    campaign_play = Tour()
    campaign_play.play("", *answers("ulm"), "3")
    session = campaign_play.play()
    assert session.campaign_state.picks == {"bonn": Practice.TRAINING}
    assert campaign_play.said[0] == "The Tour: 1 of 3 postings done."
    assert "Ask a mentor: training tells of bonn." in campaign_play.said
