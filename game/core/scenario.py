"""The scenario format as frozen values, and its conditions."""

from __future__ import annotations

from collections.abc import Mapping, Set
from functools import cached_property
from typing import Any

from attrs import NOTHING, Factory, field, frozen

from game.core.enums import Call, Context, Dimension, Myth, Pole, Seniority, Skill, State
from game.core.paths import Lengths, lengths


END = "end"
"""The target of a route that ends the scenario."""
SCENE_TOKENS = 5
"""The number of tokens in the need of a scene."""
MAX_READERS = 99
"""The largest number of readers that a file can give."""


def entry(doc: str, *, default: Any = NOTHING, **meta: Any) -> Any:
    """
    Declare a field of the format; only fields declared here are read from a file.

    *doc* is the description in the schema and in messages. *meta* holds the limits that
    binding and schema apply: ``limit`` (characters), ``line`` (a single line),
    ``minimum`` and ``maximum`` (a number, or the number of entries), ``names`` (the kind
    of id that the value must be), ``unquoted`` (nobody speaks there, or the game writes the
    quotation marks, so typographic ones around the whole are a mistake).
    """
    return field(default=default, metadata={"doc": doc, **meta})


@frozen(kw_only=True)
class Listening:
    """What a character listens for: one dimension, one pole."""

    dimension: Dimension
    pole: Pole


@frozen(kw_only=True)
class Tokens:
    """How much a scene needs on one dimension: a pole and 1 or 2 tokens."""

    pole: Pole
    count: int


@frozen
class Need:
    """The five tokens of a scene over its dimensions; an absent dimension needs nothing."""

    tokens: Mapping[Dimension, Tokens]

    @classmethod
    def pure(cls, call: Call) -> Need:
        """Return one token per dimension for a pure *call*, no tokens for a mixed one."""
        if call.mixed:
            return cls({})
        return cls({d: Tokens(pole=call.first, count=1) for d in Dimension})

    def count(self, pole: Pole | None = None) -> int:
        """Return the number of tokens on *pole*, or in total."""
        return sum(t.count for t in self.tokens.values() if pole in (None, t.pole))


@frozen
class Stance:
    """Which pole a choice takes on each dimension; an absent dimension is silent."""

    poles: Mapping[Dimension, Pole]

    @classmethod
    def all(cls, pole: Pole) -> Stance:
        """Return the stance that takes *pole* on all five dimensions."""
        return cls(dict.fromkeys(Dimension, pole))


@frozen(kw_only=True)
class When:
    """A condition over what has happened; every part that is given must hold."""

    chose: tuple[str, ...] = entry(
        "Choices, each written scene.choice; holds if any of them was taken.",
        default=(),
        names="choice",
    )
    state: tuple[State, ...] = entry(
        "States; holds if the room is in any of them. A state has a name once two scenes are "
        "answered: in next from the second scene on, in echoes from the third.",
        default=(),
    )
    trust: Mapping[str, int] = entry(
        "Characters and the least trust each must have, 0 to 5.",
        default=Factory(dict),
        names="character",
        minimum=0,
        maximum=5,
    )


@frozen(kw_only=True)
class Echo:
    """A line that remembers an earlier choice, put before a scene's text."""

    when: When = entry("When the line is shown.")
    text: str = entry("The line.", limit=600)


@frozen(kw_only=True)
class Route:
    """One way on: where to go, and when."""

    go: str = entry("The scene that follows, or end.", names="scene")
    when: When | None = entry("When this way is taken; the last has none.", default=None)


@frozen
class Next:
    """Where a choice leads: the first route that holds; the last always does."""

    routes: tuple[Route, ...]

    @property
    def targets(self) -> tuple[str, ...]:
        """Every scene (or ``end``) that a route leads to, in order, without duplicates."""
        return tuple(dict.fromkeys(route.go for route in self.routes))


@frozen(kw_only=True)
class Character:
    """Somebody of the cast."""

    name: str = entry("Full name, as the player sees it.", limit=60, line=True, unquoted=True)
    role: str = entry("What they do here, in a few words.", limit=80, line=True, unquoted=True)
    listens_for: Listening = entry(
        "What wins their trust: one dimension and one side, such as {focus: lead}."
    )
    brief: str | None = entry(
        "Private role card for a workshop: what this person knows and wants.",
        default=None,
        limit=1200,
        unquoted=True,
    )


@frozen(kw_only=True)
class Facilitator:
    """What the facilitator sees; never on the projector."""

    notes: str | None = entry(
        "Purpose of the scene and what to watch for.", default=None, limit=2000, unquoted=True
    )
    ask: tuple[str, ...] = entry("Questions to put to the room.", default=(), limit=300, maximum=8)


@frozen(kw_only=True)
class Choice:
    """Something the player can do."""

    id: str
    text: str = entry("What you do, beginning with a verb; 12 to 30 words.", limit=400)
    stance: Stance = entry(
        "lead or manage for all five dimensions, or one of them for each; left out is silent."
    )
    shows: tuple[Skill, ...] = entry("Skills the choice shows.", default=(), maximum=2)
    leans_on: Myth | None = entry("The myth it leans on; craft is then 0.", default=None)
    borne_by: str | None = entry(
        "Who bears the cost of that myth.", default=None, names="character"
    )
    right_if: str | None = entry(
        "Completes 'This would be right if …'; shown for every choice that is not the best.",
        default=None,
        limit=300,
        unquoted=True,
    )
    outcome: str = entry("What happens within the hour and the week; 30 to 70 words.", limit=1000)
    explanation: str = entry(
        "The cue, what it needed, what this choice did about it, one sentence to take away; "
        "at most 60 words.",
        limit=1500,
    )
    readers: int = entry(
        "How many of the scene's readers found this the best choice.",
        default=0,
        minimum=0,
        maximum=MAX_READERS,
    )
    ideas: tuple[str, ...] = entry(
        "Handbook ideas behind it, two or more.", default=(), names="idea", maximum=8
    )
    next: Next = entry("The scene that follows, end, or a list of {when, go} closed by one {go}.")


@frozen(kw_only=True)
class Scene:
    """One moment: what is read, what it needs, what can be done."""

    id: str
    title: str = entry(
        "A short heading that gives nothing away.", limit=60, line=True, unquoted=True
    )
    context: Context = entry("The setting, hidden from the player until the reveal.")
    emergency: bool = entry(
        "Orders are in place here, so no choice may lean on leading-is-telling.", default=False
    )
    call: Call = entry("What the moment needs.")
    call_because: str = entry("One line that justifies the call.", limit=300, unquoted=True)
    text: str = entry("The moment, second person, present tense; 60 to 95 words.", limit=2000)
    says: Mapping[str, str] = entry(
        "What characters say aloud as the scene opens; unheard at trust 1 or less.",
        default=Factory(dict),
        names="character",
        limit=300,
        unquoted=True,
    )
    extra_cue: Mapping[str, str] = entry(
        "What a character volunteers at trust 4 or more.",
        default=Factory(dict),
        names="character",
        limit=300,
        unquoted=True,
    )
    present: tuple[str, ...] = entry(
        "Whose trust this scene can move; left out, the whole cast.",
        default=(),
        names="character",
    )
    echoes: tuple[Echo, ...] = entry(
        "Lines put before the text; the first that holds.", default=(), maximum=8
    )
    need: Need = entry(
        "Five tokens over the dimensions, such as {focus: lead 2}; a pure call may leave it out.",
        default=Factory(lambda self: Need.pure(self.call), takes_self=True),
    )
    cues: Mapping[Dimension, str] = entry(
        "For each dimension with tokens, the words of the text that show the need.",
        default=Factory(dict),
        limit=200,
    )
    wanted: tuple[Skill, ...] = entry("The two skills the moment wants.", minimum=2, maximum=2)
    after_call: Mapping[Call, str] = entry(
        "For each call, how people take it that you go in this way, right or wrong; "
        "at most 25 words.",
        default=Factory(dict),
        limit=200,
    )
    readers: Mapping[Call, int] = entry(
        "How many readers, who saw only the text and the choices, gave each call.",
        default=Factory(dict),
        minimum=0,
        maximum=MAX_READERS,
    )
    dissent: str | None = entry(
        "The reason of a reader who answered otherwise, in one line.", default=None, limit=200
    )
    choices: Mapping[str, Choice] = entry("Three or four things to do.", minimum=2, maximum=6)
    facilitator: Facilitator | None = entry("For the facilitator alone.", default=None)

    @property
    def readers_in_all(self) -> int:
        """The number of readers who answered the call."""
        return sum(self.readers.values())


@frozen(kw_only=True)
class Endings:
    """How it ends, by state."""

    synergy: str = entry("Both gauges at 65 or more.", limit=1500)
    confusion: str = entry("Direction well above a weak Structure.", limit=1500)
    stagnation: str = entry("Structure well above a weak Direction.", limit=1500)
    drift: str = entry("Both gauges below 40.", limit=1500)
    steady: str = entry("Anything else.", limit=1500)

    def of(self, state: State) -> str:
        """Return the ending for *state*."""
        text: str = getattr(self, state.value)
        return text


@frozen(kw_only=True)
class Debrief:
    """Questions for afterwards: What? So what? Now what?"""

    what: tuple[str, ...] = entry("What happened?", default=(), limit=300, maximum=8)
    so_what: tuple[str, ...] = entry("Why did it matter?", default=(), limit=300, maximum=8)
    now_what: tuple[str, ...] = entry(
        "What will you do on your next working day?", default=(), limit=300, maximum=8
    )


@frozen(kw_only=True)
class Scenario:
    """A whole scenario: one file."""

    id: str
    format: int = entry("The version of the format.", minimum=1, maximum=1)
    title: str = entry("The title.", limit=60, line=True, unquoted=True)
    summary: str = entry("One or two sentences for the list; no key.", limit=240, unquoted=True)
    role: str = entry("Who the player is, beginning with You are.", limit=240, unquoted=True)
    sector: str = entry("The line of work, in a word or two.", limit=40, line=True, unquoted=True)
    place: str = entry("Where it happens.", limit=60, line=True, unquoted=True)
    seniority: Seniority = entry("How high the player's post is.")
    minutes: int | None = entry(
        "How long it takes alone; left out, the game computes it.",
        default=None,
        minimum=1,
        maximum=120,
    )
    language: str = entry(
        "The language it is written in, such as en or pt-BR; advice that counts words is for en.",
        default="en",
        limit=20,
        line=True,
    )
    content_note: str | None = entry(
        "Shown before the start where injury, death or loss of work occurs.",
        default=None,
        limit=240,
        unquoted=True,
    )
    cast: Mapping[str, Character] = entry("Who is there, by id.", minimum=1, maximum=12)
    start: str = entry("The first scene.", names="scene")
    scenes: Mapping[str, Scene] = entry("The moments, by id.", minimum=1)
    endings: Endings = entry("How it ends, by state.")
    debrief: Debrief = entry("Questions for afterwards.", default=Factory(Debrief))

    @property
    def first(self) -> Scene:
        """The first scene."""
        return self.scenes[self.start]

    @cached_property
    def links(self) -> Mapping[str, tuple[str, ...]]:
        """The successors (scene ids or ``end``) of every scene reachable from the start."""
        result: dict[str, tuple[str, ...]] = {}
        todo = [self.start]
        while todo:
            scene = todo.pop()
            if scene in result or scene == END:
                continue
            choices = self.scenes[scene].choices.values()
            targets = (go for choice in choices for go in choice.next.targets)
            result[scene] = tuple(dict.fromkeys(targets))
            todo.extend(result[scene])
        return result

    @cached_property
    def lengths(self) -> Lengths:
        """The possible lengths of a playthrough in scenes, ignoring conditions of routes."""
        return lengths(self.start, self.links)


RETIRED: Mapping[tuple[type, str], str] = {
    (Scene, "listens_for"): (
        "each person listens for one thing in all scenes: keep it in the cast and delete it here"
    ),
}
"""Entries of earlier versions of the format, by class and name, with the help to show."""


def holds(when: When, chosen: Set[str], state: State | None, trust: Mapping[str, int]) -> bool:
    """
    Return whether every given part of *when* holds.

    *chosen* holds the choices taken as ``scene.choice``, *state* is None before it has a
    name, *trust* is by character, 0-5.
    """
    return (
        (not when.chose or not chosen.isdisjoint(when.chose))
        and (not when.state or state in when.state)
        and all(trust.get(who, 0) >= minimum for who, minimum in when.trust.items())
    )
