"""A small scenario, an app to play it in, and the screen as text."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

from attrs import evolve
from textual.pilot import Pilot

from game.content.library import Library
from game.core.actions import Choose, GiveCall, GoOn
from game.core.enums import Call, Context, Dimension, Myth, Seniority, Skill
from game.core.playthrough import Phase
from game.core.scenario import Debrief, Echo, Route, Scenario, When
from game.core.view import view
from game.journal.runs import Session
from game.journal.store import Journal
from game.tui.app import GameApp
from game.tui.screens.play import PlayScreen
from tests.core.examples import character, choice, need, scenario, scene, ways
from tests.shared import PATIENCE


PICTURES = Path(__file__).parent / "pictures"

QUAY = scene(
    "quay",
    choice(
        "list",
        "L M M M M",
        "harbour",
        text="Start the boarding list aloud, families first. While the first ten go up the ramp, "
        "stand beside Ana, give her the red pen and tell the queue what comes next.",
        outcome="The ramp fills without a push. Ana's voice comes back at the sixth name. "
        "By ten the ferry is gone and nobody has asked whose list it was.",
        explanation="A list hung by the gate and fitted, so order came first. It also saw Ana, who "
        "had stopped. Next time, start the drill and then look for whoever cannot move.",
        shows=(Skill.TEAM_COORDINATION, Skill.EMOTIONAL_INTELLIGENCE),
        ideas=("rule-context-decides", "role-manage-assign"),
    ),
    choice(
        "talk",
        "L L L L -",
        "harbour",
        text="Call the crew into the office first. Hear how each of them is, say what tonight is "
        "for, and ask which way of boarding the passengers they believe in.",
        outcome="The crew nods. Outside, the queue turns into a crowd.",
        explanation="It heard people, and the list hung unread.",
        right_if="no list had been rehearsed and the crew had lost heart.",
        ideas=("role-lead-tone", "ctx-crisis"),
    ),
    choice(
        "captain",
        "- M - - -",
        ways(Route(go="office", when=When(chose=("quay.captain",))), "harbour"),
        text="Ask Captain Vuk to take over, since his is the highest post on the quay, and have "
        "the crew wait for his word before each passenger goes up.",
        outcome="The captain looks for his glasses. Ana waits, and so does the queue.",
        explanation="It gave how and when a voice, and took the crew's away.",
        right_if="the crew had no list and the captain knew the drill.",
        leans_on=Myth.TITLE_MAKES_LEADER,
        borne_by="ana",
        ideas=("myth-title-makes-leader", "role-manage-assign"),
    ),
    title="Twenty past nine",
    context=Context.CRISIS,
    call=Call.MANAGE_THEN_LEAD,
    call_because="A boarding list hangs by the gate and fits; then the one who froze.",
    text="Twenty past nine in the evening. The last ferry has room for sixty and the quay holds "
    "ninety. The boarding list your crew rehearsed in May hangs by the gate: families, "
    "islanders, then tickets in order. Ana, the clerk, stands still with the stamp in her hand. "
    "A man asks loudly who decides. Captain Vuk, on the ramp, has a view on each passenger.",
    says={"ana": "They want a number and I have none.", "vuk": "Give me the loudhailer."},
    need=need("L2 M1 M1 M1 -"),
    cues={
        Dimension.FOCUS: "stands still with the stamp in her hand",
        Dimension.QUERIES: "asks loudly who decides",
        Dimension.APPROACH: "The boarding list your crew rehearsed in May",
        Dimension.GOAL: "room for sixty",
    },
    wanted=(Skill.TEAM_COORDINATION, Skill.EMOTIONAL_INTELLIGENCE),
)
HARBOUR = scene(
    "harbour",
    choice("ask", "L L L L L", text="Ask the four of them what the evening was for.", ideas=()),
    choice("count", "M M M M M", text="Count the stamps and close the till by name and hour."),
    title="Half past ten",
    context=Context.LOST_DIRECTION,
    text="Half past ten. The quay is empty and nobody goes home.",
    echoes=(Echo(when=When(chose=("quay.list",)), text="The red pen still lies on the ramp."),),
    says={"ana": "I would do the list again."},
    extra_cue={"ana": "I froze because nobody told me why sixty."},
)
OFFICE = scene(
    "office",
    choice("ask", "L L L L L", text="Ask what each of them saw."),
    choice("count", "M M M M M", text="Write the report."),
    title="The office",
)
FERRY = scenario(
    QUAY,
    HARBOUR,
    OFFICE,
    id="ferry",
    title="The Late Ferry",
    summary="The last boat is full, and the crew disagrees about what that means.",
    role="You are the harbour's shift supervisor.",
    sector="ferries",
    place="Split, Croatia",
    seniority=Seniority.FIRST_LINE,
    cast={
        "ana": evolve(character("Ana Babić", "focus L"), role="ticket clerk"),
        "vuk": evolve(character("Captain Vuk", "goal L"), role="master of the ferry"),
    },
    debrief=Debrief(what=("What did you see first?",), now_what=("What will you try?",)),
)


@asynccontextmanager
async def stage(
    size: tuple[int, int],
    *,
    play: Scenario | None = None,
    settings: Mapping[str, str] | None = None,
    library: Library | None = None,
    journal: Journal | None = None,
    notices: bool = False,
) -> AsyncIterator[Pilot[None]]:
    """
    The game in a terminal of *size*, at home or in *play*; nothing moves unless asked.

    *notices* are drawn only if asked too.
    """
    journal = journal or Journal.open(None)
    for name, value in {"animation": "off", **(settings or {})}.items():
        journal.set_setting(name, value)
    app = GameApp(library or Library.of(()), journal)
    if play is not None:
        app.first = app.play_screen(play, seed=3)
    async with app.run_test(size=size, notifications=notices) as pilot:
        await pilot.pause()
        yield pilot


async def play_out(pilot: Pilot[None], *, call: str = "2", choice: str = "2") -> None:
    """Play the open screen to its end: always the *call* and the *choice* on that card."""
    screen = pilot.app.screen
    assert isinstance(screen, PlayScreen)
    cards = {Phase.CALL: [call], Phase.CHOICE: [choice]}
    while screen.seen.phase is not Phase.ENDING:
        await pilot.press(*cards.get(screen.seen.phase, []), "enter")
        await pilot.pause()


def finish(session: Session) -> None:
    """Play *session* to its ending."""
    while session.play.phase is not Phase.ENDING:
        scene = session.play.scene or ""
        match session.play.phase:
            case Phase.CALL:
                session.act(GiveCall(scene, Call.LEAD))
            case Phase.CHOICE:
                session.act(Choose(scene, view(session.play).offers[0].id))
            case _:
                session.act(GoOn())


async def enter_until(pilot: Pilot[None], reached: Callable[[], bool], most: int = 6) -> None:
    """Press Enter at *most* so often until *reached*; each press must change the screen."""
    for _ in range(most):
        if not reached():
            before = picture(pilot)
            await pilot.press("enter")
            await pilot.pause()
            assert reached() or picture(pilot) != before, f"Enter does nothing:\n{before}"
    assert reached()


def rows(pilot: Pilot[None]) -> list[str]:
    """The screen as it stands, a text a row."""
    return [strip.text.rstrip() for strip in pilot.app.screen._compositor.render_strips()]


def picture(pilot: Pilot[None]) -> str:
    """The screen as one text."""
    return "\n".join(rows(pilot)) + "\n"


async def wait_for(pilot: Pilot[None], text: str) -> None:
    """Wait until *text* is on the screen."""
    end = monotonic() + PATIENCE
    while text not in picture(pilot):
        assert monotonic() < end, f"{text!r} is not on the screen:\n{picture(pilot)}"
        await pilot.pause(1 / 60)


def assert_looks_like(pilot: Pilot[None], name: str) -> None:
    """
    The screen equals the kept picture *name*.

    ``UPDATE_PICTURES=1`` keeps it anew; read the difference before committing.
    """
    path, now = PICTURES / f"{name}.txt", picture(pilot)
    if os.environ.get("UPDATE_PICTURES"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(now, encoding="utf-8")
    assert now == path.read_text(encoding="utf-8")
