"""
Strategies that guess by form without reading the scene.

A strategy sees the choices of a scene, and sometimes its text, but never the key. It returns
one or more equally good choices, and perhaps a call. The list follows the known flaws of
multiple-choice items: length, position, tone, overlap of words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product

from attrs import frozen

from game.author.lint import text_rules
from game.core.enums import Call, Context, Dimension, Pole
from game.core.scenario import Choice, Scene


@frozen(kw_only=True)
class Answer:
    """A strategy's answer: equally good choices, and a call (None guesses)."""

    choices: tuple[str, ...]
    call: Call | None = None


Strategy = Callable[[Scene, int], Answer]
"""Answer a scene, given its number in the library, from 0."""

NICE = frozenset(
    {
        "thank",
        "thanks",
        "together",
        "listen",
        "hear",
        "welcome",
        "share",
        "help",
        "care",
        "kind",
        "warm",
        "trust",
        "ask",
        "everyone",
    }
)
HUMBLE = frozenset(
    {"ask", "perhaps", "might", "could", "hear", "listen", "wonder", "offer", "suggest", "invite"}
)


def by_position(index: int) -> Strategy:
    """Return the strategy of the choice at *index* in the file; -1 is the last."""

    def answer(scene: Scene, number: int) -> Answer:
        keys = list(scene.choices)
        return Answer(choices=(keys[min(index, len(keys) - 1)],))

    return answer


def highest(measure: Callable[[Scene, Choice], float], call: Call | None = None) -> Strategy:
    """Return the strategy of the highest *measure*, with a constant *call* if given."""

    def answer(scene: Scene, number: int) -> Answer:
        result = {choice.id: measure(scene, choice) for choice in scene.choices.values()}
        top = max(result.values())
        return Answer(choices=tuple(k for k, value in result.items() if value == top), call=call)

    return answer


def constant(call: Call) -> Strategy:
    """Return the strategy of any choice with a constant *call*."""

    def answer(scene: Scene, number: int) -> Answer:
        return Answer(choices=tuple(scene.choices), call=call)

    return answer


def _words(text: str) -> set[str]:
    return {word.casefold() for word in text_rules.words(text) if len(word) > 3}


def _share(text: str, wanted: frozenset[str]) -> float:
    return sum(word.casefold() in wanted for word in text_rules.words(text))


def _length(scene: Scene, choice: Choice) -> float:
    return len(text_rules.words(choice.text))


def _brevity(scene: Scene, choice: Choice) -> float:
    return -len(text_rules.words(choice.text))


def _sentences(scene: Scene, choice: Choice) -> float:
    return text_rules.sentences(choice.text)


def _overlap(scene: Scene, choice: Choice) -> float:
    return len(_words(choice.text) & _words(scene.text))


def _convergence(scene: Scene, choice: Choice) -> float:
    own = _words(choice.text)
    others = [c for c in scene.choices.values() if c is not choice]
    return sum(len(own & _words(other.text)) for other in others)


def _nice(scene: Scene, choice: Choice) -> float:
    return _share(choice.text, NICE)


def _humble(scene: Scene, choice: Choice) -> float:
    return _share(choice.text, HUMBLE) + choice.text.count("?")


def _names(scene: Scene, choice: Choice) -> float:
    inner = text_rules.words(choice.text)[1:]
    return sum(word[0].isupper() for word in inner)


def _numbers(scene: Scene, choice: Choice) -> float:
    counted = frozenset(
        {
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "twelve",
            "twenty",
        }
    )
    return _share(choice.text, counted) + sum(
        word[0].isdigit() for word in text_rules.words(choice.text)
    )


def _leads(scene: Scene, choice: Choice) -> float:
    return sum(pole is Pole.LEAD for pole in choice.stance.poles.values())


def _manages(scene: Scene, choice: Choice) -> float:
    return sum(pole is Pole.MANAGE for pole in choice.stance.poles.values())


def _both(scene: Scene, choice: Choice) -> float:
    return min(_leads(scene, choice), _manages(scene, choice))


def _count(word: str) -> Callable[[Scene, Choice], float]:
    def count(scene: Scene, choice: Choice) -> float:
        return sum(result.casefold() == word for result in text_rules.words(choice.text))

    return count


def _commas(scene: Scene, choice: Choice) -> float:
    return choice.text.count(",")


def _stance_rule(poles: Mapping[Dimension, Pole]) -> Strategy:
    """Return the strategy of the choices that agree with *poles* on most dimensions."""

    def agreement(scene: Scene, choice: Choice) -> float:
        return sum(choice.stance.poles.get(d) is pole for d, pole in poles.items())

    return highest(agreement)


def _alternate(scene: Scene, number: int) -> Answer:
    strategy = ALWAYS_LEAD if number % 2 == 0 else ALWAYS_MANAGE
    return strategy(scene, number)


def _label(scene: Scene, number: int) -> Answer:
    return (ALWAYS_MANAGE if scene.context is Context.ROUTINE else ALWAYS_LEAD)(scene, number)


ALWAYS_LEAD = highest(_leads, Call.LEAD)
ALWAYS_MANAGE = highest(_manages, Call.MANAGE)
BLIND: Mapping[str, Strategy] = {
    "first": by_position(0),
    "second": by_position(1),
    "third": by_position(2),
    "last": by_position(-1),
    "longest": highest(_length),
    "shortest": highest(_brevity),
    "most-sentences": highest(_sentences),
    "always-lead": ALWAYS_LEAD,
    "always-manage": ALWAYS_MANAGE,
    "always-both": highest(_both, Call.LEAD_THEN_MANAGE),
    "alternate": _alternate,
    **{f"call-{call.value}": constant(call) for call in Call},
    "stem-overlap": highest(_overlap),
    "convergence": highest(_convergence),
    "nicest": highest(_nice),
    "humblest": highest(_humble),
    "most-names": highest(_names),
    "most-numbers": highest(_numbers),
    "most-commas": highest(_commas),
    "most-and": highest(_count("and")),
    "most-then": highest(_count("then")),
}
"""Strategies that must not gain."""

STANCES: Mapping[str, Strategy] = {
    "stance " + "".join(pole.value[0].upper() for pole in poles): _stance_rule(
        dict(zip(Dimension, poles, strict=True))
    )
    for poles in product(Pole, repeat=len(Dimension))
}
"""All combinations of poles, named ``stance LMMMM`` in the order of dimensions."""

LABEL_READER: Strategy = _label
"""Sees the hidden context only; reported, but not counted against the library."""
