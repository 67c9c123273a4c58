"""The words of a room that is led line by line, and the actions that they submit."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping

from attrs import frozen

from game.room import actions
from game.room.console import ConsoleView
from game.room.state import FINISHED
from game.room.typed import numbers, one_number
from game.room.views import Control


class WrongWordsError(Exception):
    """What follows a word does not fit; the message says what does."""


@frozen
class Word:
    """A word that submits an action of *control*; *about* is its line in the help."""

    control: Control
    about: str
    action: Callable[[ConsoleView, str], actions.FacilitatorAction]


Lines = tuple[str, ...]
"""All lines for the screen so far, in the order they came: a number from 1 stays with its line."""


@frozen
class LineWord:
    """A word like the others, about one of the lines for the screen by its number."""

    control: Control
    about: str
    action: Callable[[ConsoleView, str, Lines], actions.FacilitatorAction]


def _number(text: str, hint: str) -> int:
    number = one_number(text)
    if number is None:
        raise WrongWordsError(hint)
    return number


def _decide(view: ConsoleView, text: str) -> actions.Decide:
    options = {option.letter: option.id for option in view.options}
    if text.upper() not in options:
        raise WrongWordsError(f"One of {' '.join(options)}, please, such as: settle A")
    return actions.Decide(options[text.upper()])


def _hands(view: ConsoleView, text: str) -> actions.Hands:
    counts = numbers(text)
    if not counts:
        letters = " ".join(option.letter for option in view.options)
        raise WrongWordsError(f"Hands for {letters}, such as: hands 4 2 0")
    return actions.Hands(view.ballot or "", counts)


def _pause(view: ConsoleView, text: str) -> actions.Pause:
    return actions.Pause(not view.paused, time.time())


def _timer(view: ConsoleView, text: str) -> actions.Timer:
    minutes = _number(text or "2", "Minutes, please, such as: clock 2")
    return actions.Timer(time.time() + 60 * minutes if minutes else 0.0)


def _remove(view: ConsoleView, text: str) -> actions.Remove:
    named = [seat for seat in view.roster if seat.name.casefold() == text.casefold()]
    if not named:
        raise WrongWordsError("A name, please, as the word people lists it.")
    return actions.Remove(named[0].id, not named[0].removed)


def _take_down(view: ConsoleView, text: str, lines: Lines) -> actions.TakeDown:
    number = _number(text, "The number of a line, please, such as: down 1")
    (line,) = lines[number - 1 : number] or ("",)
    if line not in (*view.shared, *view.held):
        raise WrongWordsError("There is no line with that number.")
    return actions.TakeDown(line)


def _show(view: ConsoleView, text: str, lines: Lines) -> actions.ShowLines:
    if text.casefold() == "all":
        return actions.ShowLines(view.held)
    number = _number(text, "The number of a line that waits, or all, such as: show 1")
    (line,) = lines[number - 1 : number] or ("",)
    if line not in view.held:
        raise WrongWordsError("No line with that number waits.")
    return actions.ShowLines((line,))


def _puzzle(text: str, word: str, known: Collection[int]) -> int:
    number = _number(text, f"The number of a question, please, such as: {word} 1")
    if number not in known:
        raise WrongWordsError("No question with that number is open.")
    return number


def _pose(view: ConsoleView, text: str) -> actions.ShowPuzzle:
    if text.casefold() == "off":
        return actions.ShowPuzzle(0)
    return actions.ShowPuzzle(_puzzle(text, "pose", open_puzzles(view)))


WORDS: Mapping[str, Word | LineWord] = {
    "next": Word(Control.GO_ON, "what comes next", lambda view, text: actions.GoOn()),
    "undo": Word(Control.UNDO, "one step back", lambda view, text: actions.Undo()),
    "talk": Word(Control.TALK, "talk, then vote again", lambda view, text: actions.Talk()),
    "reveal": Word(Control.REVEAL, "show the result now", lambda view, text: actions.Reveal()),
    "reopen": Word(Control.REOPEN, "open the vote again", lambda view, text: actions.Reopen()),
    "settle": Word(Control.DECIDE, "settle it, such as: settle A", _decide),
    "hands": Word(Control.HANDS, "hands by letter, such as: hands 4 2 0", _hands),
    "heads": Word(
        Control.HEADS,
        "how many vote without a phone, such as: heads 12",
        lambda view, text: actions.Heads(_number(text, "One number, such as: heads 12")),
    ),
    "cards": Word(Control.DEAL, "deal role cards", lambda view, text: actions.Deal()),
    "votes": Word(
        Control.ROUNDS,
        "how many votes on a choice, 1 or 2",
        lambda view, text: actions.Rounds(_number(text, "One number, such as: votes 1")),
    ),
    "first": Word(
        Control.SHOW_FIRST,
        "show or hide the first vote before the talk",
        lambda view, text: actions.ShowFirst(not view.show_first),
    ),
    "tables": Word(
        Control.TABLE_VOTES,
        "one vote a table from the next question on, or one a person",
        lambda view, text: actions.TableVotes(not view.table_votes),
    ),
    "pause": Word(Control.PAUSE, "pause, or go on", _pause),
    "door": Word(
        Control.LOCK,
        "close the door to new people, or open it",
        lambda view, text: actions.Lock(not view.locked),
    ),
    "clock": Word(Control.TIMER, "minutes on the clock, such as: clock 2; 0 stops it", _timer),
    "end": Word(Control.END, "end the evening", lambda view, text: actions.End()),
    "remove": Word(Control.REMOVE, "take somebody away by name, or let them back", _remove),
    "show": LineWord(Control.SHOW_LINES, "show a line that waits, by number, or show all", _show),
    "down": LineWord(Control.TAKE_DOWN, "take a line away by number", _take_down),
    "pose": Word(
        Control.SHOW_PUZZLE, "a question from the phones on the screen, by number; or off", _pose
    ),
    "answered": Word(
        Control.CLOSE_PUZZLE,
        "mark a question from the phones as answered, by number",
        lambda view, text: actions.ClosePuzzle(
            _puzzle(text, "answered", open_puzzles(view)), answered=True
        ),
    ),
    "drop": Word(
        Control.CLOSE_PUZZLE,
        "take a question from the phones away, by number",
        lambda view, text: actions.ClosePuzzle(
            _puzzle(text, "drop", open_puzzles(view) | answered_puzzles(view)), answered=False
        ),
    ),
    "hold": Word(
        Control.HOLD_LINES,
        "let new lines wait for you, or show them at once",
        lambda view, text: actions.HoldLines(not view.hold_lines),
    ),
}
"""The words for what a room permits."""
OWN_WORDS: Mapping[str, str] = {
    "read": "this page again",
    "count": "how many have voted",
    "people": "who is here",
    "puzzles": "what puzzles people, the most wanted first",
    "key": "the key and your notes",
    "ticket": "a ticket for a phone or another machine",
    "forget": "let no other machine run the room",
    "more": "let more phones in from one address",
    "absent": "do not wait for phones that are gone",
    "port": "open another port for phones, where the room's is taken",
    "scenarios": "what can be played next",
    "begin": "begin one of those by its number, such as: begin 1",
    "help": "the words that work now",
    "quit": "leave",
}
"""The words that submit no action: they read, decide who gets in, or begin a scenario."""


def permitted(view: ConsoleView) -> list[str]:
    """Return the words that work now; after the end, next leads on to another scenario."""
    return [
        name
        for name, word in WORDS.items()
        if word.control in view.permitted or (name == "next" and view.stage in FINISHED)
    ]


def open_puzzles(view: ConsoleView) -> set[int]:
    """Return the numbers of the questions from phones that are open."""
    return {puzzle.number for puzzle in view.puzzles}


def answered_puzzles(view: ConsoleView) -> set[int]:
    """Return the numbers of the questions from phones that were answered."""
    return {puzzle.number for puzzle in view.answered}
