"""The facilitator's own screen beside a room: notes, key, who is missing, what to ask."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Protocol, Self

from attrs import field, frozen
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from game.core.playthrough import Refusal
from game.core.room import acts, wording
from game.core.room.state import Stage
from game.tui.literal import line, lines, literal, paragraphs
from game.tui.screens.host import HostScreen


class Link(Protocol):
    """The way to a room that another process holds; used inside ``async with``."""

    async def __aenter__(self) -> Self:
        """Get ready."""

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Hang up; the room goes on."""

    async def pair(self, ticket: str) -> Refusal | None:
        """Show a ticket; the reason where it is not good."""

    async def admit_more(self) -> Refusal | None:
        """Let more phones in from one address; the reason where that cannot be."""

    def desks(self) -> AsyncIterator[Mapping[str, Any] | None]:
        """The facilitator's view whenever it differs; None while the room is out of reach."""

    async def act(self, act: acts.HostAct) -> Refusal | None:
        """Do *act* there; the reason where it was refused."""


@frozen(kw_only=True)
class Choice:
    """What can be voted for, with the votes it has so far."""

    id: str
    letter: str
    text: str
    count: int | None


@frozen(kw_only=True)
class Heard:
    """What a console hears of a room; *told* is all of it."""

    stage: Stage = Stage.LOBBY
    ballot: str | None = None
    options: Sequence[Choice] = ()
    shared: Sequence[str] = ()
    seats: int = 0
    paused: bool = False
    locked: bool = False
    show_first: bool = False
    timer: float = 0
    told: Mapping[str, Any] = field(factory=dict)

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Heard:
        """What *told* says; an option without a count is one nobody may count yet."""
        return cls(
            stage=Stage(told["stage"]),
            ballot=told["ballot"],
            options=[Choice(**option) for option in told["options"]],
            shared=told["shared"],
            seats=told["people"] - told["heads"],
            paused=told["paused"],
            locked=told["locked"],
            show_first=told["show_first"],
            timer=told["timer"],
            told=told,
        )


class ConsoleScreen(HostScreen):
    """Everything the facilitator may know, and the same keys as on the wall."""

    def __init__(self, link: Link, ticket: str | None = None) -> None:
        super().__init__()
        self.link = link
        self._ticket = ticket
        self._lost = False
        self.seen: Heard = Heard()

    def shown(self) -> ComposeResult:
        """One page."""
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="text", markup=False)

    def on_mount(self) -> None:
        """Follow the room."""
        self.query_one("#text", Static).update("Looking for the room …")
        self.run_worker(self._follow(), exclusive=True)

    async def _follow(self) -> None:
        async with self.link:
            refusal = await self.link.pair(self._ticket) if self._ticket else None
            if refusal is not None:
                self.query_one("#text", Static).update(refusal.message)
                return
            async for told in self.link.desks():
                self._hear(told)
        self.say("This console is no longer let in.")

    def _hear(self, told: Mapping[str, Any] | None) -> None:
        if told is None:
            self._lost = True
            self.say("The room is out of reach; looking for it again … q leaves.")
            return
        before, self.seen = self.seen, Heard.of(told)
        turned = (before.stage, before.ballot) != (self.seen.stage, self.seen.ballot)
        if turned:
            self.query_one("#page", VerticalScroll).scroll_home(animate=False)
        if turned or self._lost or before.told.get("trouble") != told.get("trouble"):
            self.say(told.get("trouble") or "")
        self._lost = False
        self.recount()
        self.query_one("#text", Static).update(page(self.seen))
        self.refresh_bindings()

    def action_stop(self) -> None:
        """Leave, when it is said twice; a room out of reach needs no second word."""
        if self._lost:
            self.app.exit()
            return
        super().action_stop()

    async def take(self, act: acts.HostAct) -> Refusal | None:
        """Do *act* in the room."""
        return await self.link.act(act)

    async def admit_more(self) -> str:
        """Let more phones in from one address."""
        refusal = await self.link.admit_more()
        return refusal.message if refusal else "More phones from one address may join now."

    def waits(self) -> str:
        """How many votes are missing."""
        told = self.seen.told
        return wording.missing(told["missing"], told["people"]) if told else ""

    def leaving(self) -> str:
        """The room does not need this screen."""
        return "q again closes this console. The room goes on."


def page(seen: Heard) -> Content:
    """What the facilitator may know, the most pressing first."""
    told = seen.told
    return paragraphs(
        [
            _where(told, seen),
            _counts(told, seen) if seen.options else None,
            *(_by_group(title, told[by]) for by, title in _GROUPS.items() if seen.options),
            *(_plan(minutes, steps) for minutes, steps in told["plans"].items()),
            _asks(told),
            _key(told, seen) if told["key"] else None,
            line(("Notes: ", "bold"), told["notes"]) if told["notes"] else None,
            lines(line(("▪ ", "$manage"), text) for text in seen.shared),
        ]
    )


def _where(told: Mapping[str, Any], seen: Heard) -> Content:
    of = f" of {told['of']}" if told["of"] else ""
    scene = f"scene {told['number']}{of}: {told['scene']}" if told["scene"] else told["title"]
    flags = [
        *(["paused"] if seen.paused else []),
        *(["door closed"] if seen.locked else []),
        *([f"{told['errors']} errors in the log"] if told.get("errors") else []),
        *([f"wrong codes: {told['wrong_codes']}"] if told.get("wrong_codes") else []),
    ]
    crowded = told.get("crowded", 0)
    return lines(
        [
            line((scene, "bold"), (f"  {wording.STAGES[seen.stage]}", "$lead")),
            literal(
                " · ".join(
                    [f"{told['people']} here", f"{told.get('connected', 0)} phones on", *flags]
                ),
                "$quiet",
            ),
            *([literal(_CROWDED.format(crowded), "bold $lead")] if crowded else []),
        ]
    )


_CROWDED = "{} seats are taken from one address, and more want in. m lets more in."


def _counts(told: Mapping[str, Any], seen: Heard) -> Content:
    missing = told["missing"]
    voting = seen.stage is Stage.VOTE
    head = [
        line((told["question"] or "", "bold $lead"), (f"  vote {told['round']}", "$quiet")),
        *([_missing(missing, told["silent"])] if voting and missing else []),
        *([literal("Everyone has voted.", "bold")] if voting and not missing else []),
        *([line((told["decided"], "bold"))] if told["decided"] else []),
        *(literal(moved) for moved in told["moves"]),
    ]
    return lines(
        [
            *head,
            *(
                line(
                    (f"{option.letter} ", "bold $lead"),
                    ("" if option.count is None else f"{option.count:>3}  ", "bold"),
                    option.text,
                )
                for option in seen.options
            ),
        ]
    )


def _missing(missing: int, by_phone: int) -> Content:
    """How many votes are missing; by phone and by hand, and never whose."""
    parts = [(by_phone, "by phone"), (missing - by_phone, "by hand")]
    told = ", ".join(f"{count} {how}" for count, how in parts if count)
    return line((f"{missing} missing: ", "bold"), told)


_GROUPS = {"by_role": "By role card", "by_table": "By table"}


def _by_group(title: str, groups: Mapping[str, Mapping[str, int]]) -> Content | None:
    """How each group voted; only those that enough people are in are told."""
    if not groups:
        return None
    width = max(map(len, groups))
    return lines(
        [
            literal(title, "bold $lead"),
            *(
                line(
                    (f"{name:<{width}}", "bold"),
                    *(f"  {letter} {count}" for letter, count in counts.items()),
                )
                for name, counts in groups.items()
            ),
        ]
    )


def _plan(minutes: str, steps: Sequence[Mapping[str, Any]]) -> Content:
    """How to spend *minutes*."""
    return lines(
        [
            literal(f"With {minutes} minutes", "bold $lead"),
            *(line((f"{step['minutes']:>3}  ", "bold"), step["what"]) for step in steps),
        ]
    )


def _key(told: Mapping[str, Any], seen: Heard) -> Content:
    """What the moment asks for, and what serves it best, with the letter it has on the wall."""
    letters = {option.text: f"{option.letter}  " for option in seen.options}
    return lines(
        [
            line(("The key: ", "bold"), told["key"]),
            *(
                line(("Best: ", "bold"), (letters.get(text, ""), "bold $lead"), text)
                for text in told["best"]
            ),
        ]
    )


def _asks(told: Mapping[str, Any]) -> Content:
    asked = [told["next_question"], *told["ask"], *told["prompts"]]
    shown = list(dict.fromkeys(question for question in asked if question))
    if not shown:
        return Content("")
    return lines(
        [literal("Ask", "bold $lead"), *(line(("● ", "$lead"), question) for question in shown)]
    )
