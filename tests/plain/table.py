"""A small scenario, a handbook for it, and a player who has written down every answer."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, field

from game.content.handbook import Idea
from game.core.enums import Call, Context, Dimension, Myth, Skill
from game.core.playthrough import shuffled_choices
from game.core.scenario import Debrief, Echo, Scenario, When
from game.journal.runs import Session
from game.journal.store import Journal
from game.plain.io import LineIO
from game.plain.loop import PlayLoop
from tests.core.examples import character, choice, need, scenario, scene


SEED = 3

DOOR = scene(
    "door",
    choice(
        "card",
        "L M M M M",
        "hall",
        text="Start the card aloud, and stand by Ana while the first bay moves.",
        explanation="The card hung there, and so did Ana.\n\nNext time, look for who stands still.",
        right_if=None,
        shows=(Skill.TEAM_COORDINATION, Skill.EMOTIONAL_INTELLIGENCE),
        ideas=("rule-order-first", "role-hold-both"),
    ),
    choice("talk", "L L L L -", "hall", text="Draw everyone to the desk, and hear how they are."),
    choice(
        "boss",
        "- M - - -",
        "hall",
        text="Ask Ben to take charge, since his is the highest post.",
        leans_on=Myth.TITLE_MAKES_LEADER,
        borne_by="ana",
    ),
    title="Twenty to three",
    call=Call.MANAGE_THEN_LEAD,
    call_because="A rehearsed card fits, so order first; then the one who froze.",
    context=Context.CRISIS,
    emergency=True,
    text="Smoke under the door. The card\nhangs by the desk.\n\nAna stands frozen by the bed.",
    says={"ana": "I cannot remember the order.", "ben": "Wait for me."},
    need=need("L2 M1 M1 M1 -"),
    cues={Dimension.FOCUS: "stands frozen by the bed"},
    wanted=(Skill.TEAM_COORDINATION, Skill.EMOTIONAL_INTELLIGENCE),
)
HALL = scene(
    "hall",
    choice("ask", "L L L L L", text="Ask the three of them what the night was for."),
    choice("count", "M M M M M", text="Count the beds and sign the sheet."),
    title="Half past four",
    context=Context.LOST_DIRECTION,
    echoes=(Echo(when=When(chose=("door.card",)), text="The card is back on its nail."),),
    says={"ana": "I would do it again."},
    extra_cue={"ana": "I froze because nobody had said why."},
)
WARD = scenario(
    DOOR,
    HALL,
    id="ward",
    title="The Ward",
    content_note="Smoke; nobody is hurt.",
    cast={"ana": character("Ana Ash", "focus L"), "ben": character("Ben Bay", "goal L")},
    debrief=Debrief(what=("What did you see?",), now_what=("What will you try?",)),
)


class AnyIdea(dict[str, Idea]):
    """A handbook that has an idea of every name, and lists two."""

    def __missing__(self, name: str) -> Idea:
        """The idea called *name*."""
        return Idea(
            id=name,
            title=f"Title of {name}",
            group="ideas",
            text=f"Text of {name}.",
            in_play=f"Where {name} shows.",
            see=("role-hold-both",),
        )


BOOK = AnyIdea()
BOOK.update({name: BOOK[name] for name in ("rule-order-first", "role-hold-both")})


@define
class Table:
    """One player at one scenario; *said* holds every line that was written."""

    scenario: Scenario = WARD
    width: int = 0
    journal: Journal = field(factory=lambda: Journal.open(None))
    said: list[str] = field(factory=list)

    def play(self, *answers: str, session: Session | None = None, kept: bool = True) -> Session:
        """Answer with *answers*, after which the input ends; the session that was played."""
        lines: Iterator[str] = iter(answers)
        self.said.clear()
        opened = [session or self.journal.begin(self.scenario, SEED)]

        def afresh() -> Session:
            opened.append(self.journal.begin(self.scenario, SEED + 1))
            return opened[-1]

        PlayLoop(
            session=opened[0],
            afresh=afresh,
            name=self.scenario.id,
            book=BOOK,
            kept=kept,
            io=LineIO(read=lambda: next(lines, None), write=self.said.append, width=self.width),
        ).run()
        return opened[-1]

    def resume(self, *answers: str) -> Session:
        """Carry the unfinished run on."""
        run = self.journal.unfinished()
        assert run is not None
        return self.play(*answers, session=self.journal.resume(run, self.scenario))

    @property
    def text(self) -> str:
        """All that was said."""
        return "\n".join(self.said)

    def after(self, line: str) -> str:
        """What was said after *line* was said last."""
        position = len(self.said) - self.said[::-1].index(line)
        return "\n".join(self.said[position:])


def number(of: Scenario, scene_id: str, choice_id: str, seed: int = SEED) -> str:
    """The number that a choice has when it is offered."""
    play = Journal.open(None).begin(of, seed).play
    order = [choice.id for choice in shuffled_choices(play, of.scenes[scene_id])]
    return str(1 + order.index(choice_id))


def answers(*choices: str, call: str = "4") -> list[str]:
    """All that is typed to take *choices*, each written scene.choice, up to the ending."""
    typed = [""]
    for taken in choices:
        scene_id, choice_id = taken.split(".")
        typed += [call, number(WARD, scene_id, choice_id), "", ""]
    return typed
