"""The prompt loop of a playthrough."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from attrs import define, field

from game.content.diagnostics import normalize_word
from game.content.handbook import Idea
from game.content.library import Entry
from game.content.sanitize import safe
from game.core.actions import Action, Choose, Confide, Confidence, GiveCall, GoOn
from game.core.debrief import ReflectionAction, Walk, debriefing, point_at, resolve_plan
from game.core.enums import Call
from game.core.explanation import what_if
from game.core.failure import Failure, message_of
from game.core.playthrough import Phase, Playthrough, can_turn_back, shuffled_choices
from game.core.recommend import Suggestion
from game.core.scenario import Choice
from game.core.synopsis import Synopsis
from game.core.view import people, view
from game.journal.runs import Session
from game.plain import pages
from game.plain.io import LineIO, number, numbered_item
from game.plain.pages import debrief
from game.text import debrief as debrief_words
from game.text import explanation, labels
from game.text.recommend import SUGGESTED


HELP = [
    "At any prompt you may type:",
    "a number: give that call, or take that choice; a call by its name, too",
    "Enter alone: go on",
    "again: hear this step again",
    "back: one page back, up to your last answer",
    "people: who is there, and how far they trust you",
    "more: after a choice, the points in full: table, sum, trust and ideas",
    "what: after a choice, the other choices; what 2: see where number 2 leads",
    "idea 1, or idea and its name: read an idea of the handbook",
    "guess, fairly or sure: after your call, how sure you are; it is not scored",
    "think: at the end, look back for three minutes",
]
QUIT = {
    True: "quit: stop here; every step is saved",
    False: "quit: stop here; not every step is saved",
}
"""The help on leaving, by whether the last step is saved."""
UNKNOWN = "This word means nothing here. Type help for a list, or quit to stop."
NEW = "new: begin this scenario again"
LETTER = "letter: the letter that came before this posting"
PROMPTS = {
    Phase.BRIEFING: "Press Enter to begin.",
    Phase.OUTCOME: "Press Enter to read why.",
    Phase.WHY: "Press Enter to go on, or type more or what.",
    Phase.ENDING: "Press Enter to close, or type think.",
}
GO_ON = "Press Enter to go on."
"""After the explanations of later scenes; the first names the words for more."""


def leaving(begun: bool, *, lost: int, kept: bool = True) -> str:
    """
    Return what of the run is saved: nothing unless *begun*, nor the last *lost* steps.

    Without *kept* the journal stores nothing now, and *begun* is what an earlier session stored.
    """
    if not begun:
        return "Nothing is saved. To begin again"
    if not kept:
        return "What you did now is not saved; what came before is. To go on"
    return f"{labels.unsaved(lost)} To go on" if lost else "Saved. To go on"


@define(kw_only=True)
class PlayLoop:
    """
    A loop of prompts through a scenario.

    *afresh* begins a new run; None where that is not possible. *command* and *name* are
    the command line that resumes this run. In a campaign, *letter* is that of the posting.
    A review begins with the sentence *opening* and ends with *closing*. *kept* is False without
    a journal to resume from.
    """

    _session: Session
    _afresh: Callable[[], Session] | None
    _name: str
    _book: Mapping[str, Idea]
    _io: LineIO
    _kept: bool = True
    _command: str = "play"
    _letter: Sequence[pages.Block] = ()
    _opening: str | None = None
    _closing: str | None = None
    _failure: Failure | None = field(default=None, init=False)

    @property
    def _play(self) -> Playthrough:
        return self._session.play

    def run(self) -> bool:
        """Run until quit, end of input, or the end; return whether the ending was closed."""
        self._open()
        while (line := self._io.prompt(self._prompt())) is not None and self._run_command(line):
            pass
        self.leave()
        return line is not None and not line.strip()

    def leave(self) -> None:
        """Write how to resume, or how many steps up to the ending are not saved."""
        self._session.keep_waiting()
        lost = self._session.unsaved
        if self._session.ended is not None and self._kept and lost:
            self._echo(labels.unsaved(lost, partly=self._session.stored > 0))
        elif self._session.ended is None:
            begun = self._session.run.id or (self._letter and not self._session.failure)
            if not self._kept:
                begun = self._session.resumed
            how = leaving(bool(begun), lost=lost, kept=self._kept)
            name = f" {safe(self._name)}" if self._name else ""
            command = pages.Command(f"two-hats {self._command}{name} --plain")
            self._echo([f"{how}:", command])

    def _open(self) -> None:
        play = self._play
        if play.actions:
            at = f"{pages.heading(view(play))}, {labels.PHASES[play.phase]}"
            self._echo(play.scenario.title, f"Going on where you left off. {at}.")
            if self._afresh:
                self._echo("Type new to begin again.")
        if self._session.notice:
            self._echo(self._session.notice)
        self._echo(f"Seed {play.seed}. Type help at any prompt.")
        if self._opening:
            self._echo(self._opening)
        self._show(whole=True)

    def _prompt(self) -> str:
        match self._play.phase:
            case Phase.CALL:
                return f"Your call, 1 to {len(Call)}:"
            case Phase.CHOICE:
                return f"Your choice, 1 to {len(self._choices())}:"
            case Phase.WHY if len(self._play.turns) > 1:
                return GO_ON
            case Phase.ENDING if self._letter or self._session.run.campaign:
                return "Press Enter to go on, or type think."
            case phase:
                return PROMPTS[phase]

    def _run_command(self, line: str) -> bool:
        """Run the command *line*; return False when the player quits."""
        word, _, rest = " ".join(line.split()).partition(" ")
        match word.casefold():
            case "quit":
                return False
            case "" if self._play.phase is Phase.ENDING:
                return False
            case "":
                self._after(self._session.act(GoOn()))
            case "help" | "?":
                more = [(LETTER, self._letter), (NEW, self._afresh)]
                quit_ = QUIT[self._kept and self._session.saved]
                self._echo([*HELP, quit_, *(line for line, there in more if there)])
            case "again":
                self._show(whole=True)
            case "back" | "b":
                self._turn_back()
            case "people":
                self._echo([pages.person(person) for person in people(self._play)])
            case "what":
                self._what(rest.strip())
            case "more":
                self._more()
            case "idea":
                self._idea(rest.strip())
            case "guess" | "fairly" | "sure" as level:
                self._confide(Confidence(level))
            case "think" | "line" | "plan" if self._play.phase is not Phase.ENDING:
                self._echo("You can look back once the story has ended.")
            case "think":
                self._echo(*debrief(debriefing(self._play), view(self._play)))
            case "line":
                self._line(rest.strip())
            case "plan":
                self._plan(rest.strip())
            case "letter" if self._letter:
                self._echo(*self._letter)
            case "new" if self._afresh:
                self._session = self._afresh()
                self._open()
            case "new":
                from game.text.campaign import ONCE

                self._echo(ONCE)
            case typed if number(typed).isdecimal() and not rest:
                self._pick(typed)
            case _ if (call := _call(line)) and self._play.phase is Phase.CALL:
                self._after(self._session.act(GiveCall(self._play.scene or "", call)))
            case _:
                self._echo(UNKNOWN)
        return True

    def _pick(self, typed: str) -> None:
        if action := numbered_item(self._answers(), typed):
            self._after(self._session.act(action))
        elif self._answers():
            self._echo("Please type one of the numbers. To read this page again, type again.")
        else:
            self._echo("There is nothing to choose on this page. To read it again, type again.")

    def _answers(self) -> Sequence[Action]:
        scene = self._play.scene or ""
        match self._play.phase:
            case Phase.CALL:
                return [GiveCall(scene, call) for call in Call]
            case Phase.CHOICE:
                return [Choose(scene, choice.id) for choice in self._choices()]
            case _:
                return []

    def _choices(self) -> Sequence[Choice]:
        scene = self._play.current
        return () if scene is None else shuffled_choices(self._play, scene)

    def _confide(self, confidence: Confidence) -> None:
        done = self._session.act(Confide(self._play.scene or "", confidence))
        refused = isinstance(done, Failure)
        self._echo(
            "Say how sure you are after your call and before your choice."
            if refused
            else f"Your call: {labels.CONFIDENCE[confidence]}. It is not scored."
        )

    def _line(self, typed: str) -> None:
        question = debriefing(self._play).question
        if question is None:
            self._echo(debrief_words.NOTHING_MISSED)
        elif (line := numbered_item(question.lines, typed)) is None:
            self._echo("Please type line and one of the numbers. Type think to read them again.")
        else:
            self._reflect(point_at(question.why.scene, line.text))
            self._echo(debrief_words.answered(question, line))

    def _plan(self, typed: str) -> None:
        plans = debriefing(self._play).plans
        if not plans:
            self._echo(debrief_words.NOTHING_MISSED)
        elif (plan := numbered_item(plans, typed)) is None:
            self._echo("Please type plan and one of the numbers. Type think to read them again.")
        else:
            kept = self._reflect(resolve_plan(plan))
            self._echo(("Kept: " if kept and self._kept else "") + debrief_words.plan(plan))

    def _reflect(self, reflection: ReflectionAction) -> bool:
        """Store *reflection*; write why if that failed, and return whether it was stored."""
        failure = self._session.reflect(reflection)
        if failure is not None and failure != self._failure:
            self._echo(message_of(failure))
        self._failure = self._session.failure
        return failure is None

    def _turn_back(self) -> None:
        if can_turn_back(self._play):
            self._after(self._session.turn_back())
        else:
            self._echo(labels.NO_WAY_BACK)

    def _after(self, done: Playthrough | Failure) -> None:
        failure = self._session.failure
        if failure not in (None, self._failure):
            self._echo(message_of(failure))
        self._failure = failure
        if isinstance(done, Failure):
            self._echo(done.message)
        else:
            self._show()

    def _what(self, typed: str) -> None:
        if self._play.phase is not Phase.WHY:
            self._echo("You can look at the other choices once you know why.")
            return
        turn, choices = self._play.turns[-1], self._choices()
        if other := numbered_item(choices, typed):
            taken = other.id == turn.choice
            if not taken:
                self._reflect(Walk(turn.scene, other.id))
            self._echo(f"{'What you did' if taken else 'What if you had done this'}: {other.text}")
            self._echo(
                *pages.explored_choice(what_if(self._play, turn, other.id)),
                explanation.YOURS if taken else explanation.WHAT_IF,
            )
        else:
            self._echo(
                pages.numbered(c.text + " (taken)" * (c.id == turn.choice) for c in choices),
                "Type what and a number, such as what 2, to see where it leads.",
            )

    def _more(self) -> None:
        why = view(self._play).why
        if why is None:
            self._echo("The points in full are on the page that says why.")
        else:
            self._echo(*pages.more(why, self._book))

    def _idea(self, which: str) -> None:
        why = view(self._play).why
        if not which:
            named = "Type idea and the name of an idea, such as idea rule-context-decides."
            self._echo(*(pages.ideas(why, self._book) if why else [named]))
            return
        name = numbered_item(why.ideas, which) if why else None
        result = pages.look_up(name or which, self._book)
        if isinstance(result, str):
            self._echo(result if result.endswith("?") else f"{result}.")
        else:
            self._echo(*pages.idea(result, self._book))

    def _show(self, *, whole: bool = False) -> None:
        """Write the current step; *whole* repeats the scene before its choices."""
        shown = view(self._play)
        match shown.phase:
            case Phase.BRIEFING:
                self._echo(*pages.briefing(self._play.scenario))
            case Phase.CALL:
                self._echo(*pages.scene(shown), *pages.calls(first=shown.number == 1))
            case Phase.CHOICE:
                self._echo(*(pages.scene(shown) if whole else ()), *pages.offers(shown))
            case Phase.OUTCOME:
                self._echo(*pages.outcome(shown))
            case Phase.WHY:
                assert shown.why is not None
                self._echo(*pages.why(shown.why))
            case Phase.ENDING if self._play.review_scene:
                closing = [self._closing] if self._closing else []
                self._echo(*debrief_words.reviewed(debriefing(self._play).log[-1]), *closing)
            case Phase.ENDING:
                self._echo(*pages.ending(shown))

    def _echo(self, *blocks: pages.Block) -> None:
        self._io.echo(*blocks)


def _call(typed: str) -> Call | None:
    """Return the call with the name *typed*, in any case, with or without its comma."""
    word = normalize_word(typed.replace(",", " "))
    return next((call for call in Call if call.value == word), None)


def choose(
    entries: Iterable[Entry], io: LineIO, suggestion: Suggestion | None = None
) -> Entry | None:
    """
    Prompt for one of *entries* by number or id; return None if the player quits.

    The scenario of *suggestion* is marked.
    """

    def title(scenario: Synopsis) -> str:
        advised = suggestion is not None and suggestion.scenario.id == scenario.id
        advice = f"{SUGGESTED[suggestion.reason]}: " if suggestion and advised else ""
        return f"{advice}{pages.title(scenario)}"

    playable = [(entry, entry.synopsis) for entry in entries]
    return io.choose([(e, e.id, title(scenario)) for e, scenario in playable if scenario])
