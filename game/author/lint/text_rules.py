"""Rules for texts: length, reading grade, labels, tone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import cache, lru_cache

from game.author.lint import Check, Finding
from game.content.sanitize import quoted, shorten
from game.core import scoring
from game.core.duration import estimated_minutes
from game.core.scenario import Choice, Scenario, Scene


_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)")
_VOWELS = re.compile(r"[aeiouyäöüàâáéèêëíîïóôúûåæøőűãõ]+")
_SILENT_ENDINGS = re.compile(r"(?:[^laeiouy]es|[^aeiouydt]ed|[^l]e)$")


@lru_cache(maxsize=1024)
def words(text: str) -> tuple[str, ...]:
    """Return the words of *text*; hyphens and apostrophes do not split words."""
    return tuple(_WORD.findall(text))


def count(*texts: str) -> int:
    """Return the number of words in *texts*."""
    return len(_WORD.findall("\n".join(texts)))


def sentences(text: str) -> int:
    """Return the number of sentences in *text*, at least 1."""
    return max(1, len(_SENTENCE_END.findall(text.strip())))


def mean_sentence(text: str) -> float:
    """Return the mean number of words per sentence."""
    return len(words(text)) / sentences(text)


@cache
def syllables(word: str) -> int:
    """Estimate the syllables of an English *word*, at least 1."""
    plain = word.casefold()
    groups = len(_VOWELS.findall(plain))
    if groups > 1 and _SILENT_ENDINGS.search(plain):
        groups -= 1
    return max(1, groups)


def reading_grade(text: str) -> float:
    """
    Return the Flesch-Kincaid grade of *text*, a school year.

    Rough on short texts; for English only.
    """
    result = words(text)
    if not result:
        return 0.0
    per_word = sum(map(syllables, result)) / len(result)
    return 0.39 * mean_sentence(text) + 11.8 * per_word - 15.59


MAX_PARAGRAPH = 50
MAX_NAMES = 3
MAX_REACTION = 25
MAX_LENGTH_RATIO = 1.6
LABELS = (
    *("crisis", "routine", "change", "direction"),
    *("leader", "manager", "leadership", "management"),
)
ABSOLUTE = frozenset({"always", "never", "none", "must", "every"})
JUDGING = ("good leader", "bad leader", "good manager", "bad manager", "you are a", "you are an")
JUDGING_WORDS = frozenset({"wrong", "obviously", "always", "never"})
ARITHMETIC = re.compile(r"\b(?:tokens?|next time)\b", re.IGNORECASE)
_QUOTATION = re.compile(r"""[“"„«]([^“”"„«»]+)[”"“»]""")
NO_VERB = frozenset(
    {
        *("you", "we", "i", "he", "she", "it", "they", "the", "a", "an", "this", "that", "these"),
        *("those", "your", "our", "as", "with", "in", "on", "at", "for", "to", "by", "and", "but"),
        *("or", "so", "if", "when", "while", "then", "there", "here"),
    }
)


def _scenes(scenario: Scenario) -> Iterator[tuple[Scene, tuple[str, ...]]]:
    for scene in scenario.scenes.values():
        yield scene, ("scenes", scene.id)


def _choices(scenario: Scenario) -> Iterator[tuple[Scene, Choice, tuple[str, ...]]]:
    for scene, path in _scenes(scenario):
        for choice in scene.choices.values():
            yield scene, choice, (*path, "choices", choice.id)


def texts(scenario: Scenario) -> Iterator[Finding]:
    """Check the length, sentences, paragraphs and names of scene texts."""
    for scene, path in _scenes(scenario):
        current = (*path, "text")
        fit = "60 to 95 fit a projector and a reader's patience"
        yield from words_within("A401", current, "text", scene.text, 60, 95, fit)
        many, mean = sentences(scene.text), mean_sentence(scene.text)
        if many > 10 or mean > 16:
            yield Finding(
                code="A402",
                path=current,
                message=f"the text has {many} sentences of {mean:.0f} words on average",
                help="at most 10 sentences, of at most 16 words on average",
            )
        paragraphs = [part for part in scene.text.split("\n\n") if part.strip()]
        longest = max((len(words(part)) for part in paragraphs), default=0)
        if longest > MAX_PARAGRAPH:
            yield Finding(
                code="A431",
                path=current,
                message=f"a paragraph has {longest} words",
                help=f"at most {MAX_PARAGRAPH}; a blank line begins a new one",
            )
        named = [p.name for p in scenario.cast.values() if _is_named(p.name, scene.text)]
        if len(named) > MAX_NAMES:
            yield Finding(
                code="A432",
                path=current,
                message=f"the text names {len(named)} people: {', '.join(named)}",
                help=f"at most {MAX_NAMES}, or a reader loses who is who",
            )
        for call, reaction in scene.after_call.items():
            if len(words(reaction)) > MAX_REACTION:
                yield Finding(
                    code="A433",
                    path=(*path, "after_call", call.value),
                    message=f"this has {len(words(reaction))} words",
                    help=f"at most {MAX_REACTION}: one look, one move, one thing said",
                )


def _is_named(name: str, text: str) -> bool:
    """Return whether *text* contains a part of *name* longer than a title such as Dr."""
    return any(re.search(rf"\b{re.escape(part)}\b", text) for part in name.split() if len(part) > 2)


def words_within(
    code: str,
    path: tuple[str, ...],
    name: str,
    text: str,
    minimum: int,
    maximum: int,
    usual: str | None = None,
) -> Iterator[Finding]:
    """Check that *text*, called *name*, has *minimum* to *maximum* words; *usual* is the help."""
    number = len(words(text))
    if not minimum <= number <= maximum:
        limit = f"fewer than {minimum}" if number < minimum else f"more than {maximum}"
        yield Finding(
            code=code,
            path=path,
            message=f"the {name} has {number} words",
            help=usual or f"{minimum} to {maximum} are usual",
            group=f"{name}s have {limit} words",
        )


def grades(scenario: Scenario) -> Iterator[Finding]:
    """Check the grade of texts (9), outcomes and explanations (10) and choices (11)."""
    for scene, path in _scenes(scenario):
        yield from _grade(scene.text, 9, (*path, "text"))
    for _, choice, path in _choices(scenario):
        yield from _grade(choice.text, 11, (*path, "text"))
        yield from _grade(choice.outcome, 10, (*path, "outcome"))
        yield from _grade(choice.explanation, 10, (*path, "explanation"))


def _grade(text: str, maximum: int, path: tuple[str, ...]) -> Iterator[Finding]:
    grade = reading_grade(text)
    if round(grade, 1) > maximum:
        yield Finding(
            code="A403",
            path=path,
            message=f"the {path[-1]} reads at grade {grade:.1f}",
            help=f"grade {maximum} or less: shorter sentences, shorter words",
        )


def lengths(scenario: Scenario) -> Iterator[Finding]:
    """Check the length of choices, outcomes and explanations, and the ratio between choices."""
    for _, choice, path in _choices(scenario):
        explanation = choice.explanation
        yield from words_within("A404", (*path, "text"), "choice", choice.text, 12, 30)
        yield from words_within("A416", (*path, "outcome"), "outcome", choice.outcome, 30, 70)
        yield from words_within("A417", (*path, "explanation"), "explanation", explanation, 25, 60)
    for scene, path in _scenes(scenario):
        counts = {c.id: len(words(c.text)) for c in scene.choices.values()}
        longest, shortest = max(counts, key=counts.__getitem__), min(counts, key=counts.__getitem__)
        ratio = counts[longest] / max(1, counts[shortest])
        if ratio > MAX_LENGTH_RATIO:
            yield Finding(
                code="A406",
                path=(*path, "choices", longest, "text"),
                message=f"this is {ratio:.2f} times as long as {quoted(shortest)}",
                help=f"at most {MAX_LENGTH_RATIO} times, so that length gives nothing away",
            )


def openings(scenario: Scenario) -> Iterator[Finding]:
    """Check that choices begin with a verb."""
    for _, choice, path in _choices(scenario):
        first = (words(choice.text) or [""])[0]
        gerund = first.endswith("ing") and syllables(first) > 1
        if gerund or first.casefold() in NO_VERB:
            yield Finding(
                code="A405",
                path=(*path, "text"),
                message=f"the choice begins with {quoted(first)}",
                help="begin with what you do: Ask, Put, Call, Hold ...",
            )


def labels(scenario: Scenario) -> Iterator[Finding]:
    """Check that no text names the context or a pole."""
    for scene, path in _scenes(scenario):
        read: list[tuple[tuple[str, ...], str]] = [
            ((*path, "title"), scene.title),
            ((*path, "text"), scene.text),
            *(((*path, "says", who), line) for who, line in scene.says.items()),
            *(((*path, "extra_cue", who), line) for who, line in scene.extra_cue.items()),
            *(((*path, "choices", c.id, "text"), c.text) for c in scene.choices.values()),
        ]
        for path, text in read:
            yield from labelled(path, text)


def labelled(path: tuple[str, ...], text: str) -> Iterator[Finding]:
    """Check *text* at *path* for labels of contexts and poles."""
    named = [word for word in words(text) if word.casefold() in LABELS]
    # A choice may use "change" as a verb without revealing the key.
    if path[-3:-2] == ("choices",):
        named = [word for word in named if word.casefold() != "change"]
    if named:
        yield Finding(
            code="A408",
            path=path,
            message=f"{quoted(named[0])} names what the player is to find out",
            help="show it by what people do and say",
        )


def absolutes(scenario: Scenario) -> Iterator[Finding]:
    """Check that absolute words do not mark lesser choices."""
    for scene, path in _scenes(scenario):
        best = scoring.best_choices(scene)
        result = {c.id: ABSOLUTE & _folded(c.text) for c in scene.choices.values()}
        if any(result[key] for key in best):
            continue
        for key, hits in result.items():
            if hits:
                yield Finding(
                    code="A409",
                    path=(*path, "choices", key, "text"),
                    message=f"only lesser choices here say {quoted(min(hits))}",
                    help="absolute words are easy to rule out; say it plainly",
                )


def _folded(text: str) -> set[str]:
    return {word.casefold() for word in words(text)}


def feedback(scenario: Scenario) -> Iterator[Finding]:
    """Check that feedback returns to a cue, judges nobody and repeats no table."""
    said = {scene.id: _said(scene) for scene in scenario.scenes.values()}
    cues = {
        scene.id: [_long_words(cue) for cue in scene.cues.values()]
        for scene in scenario.scenes.values()
    }
    for scene, choice, path in _choices(scenario):
        arithmetic = ARITHMETIC.search(choice.explanation)
        if arithmetic:
            yield Finding(
                code="A434",
                path=(*path, "explanation"),
                message=f"{quoted(arithmetic[0])} repeats what the table shows below",
                help="end on one sentence to take away; tokens and next steps have their place",
            )
        for name, text in (("outcome", choice.outcome), ("explanation", choice.explanation)):
            text = _unquoted(text, said[scene.id])
            line = f" {' '.join(words(text)).casefold()} "
            judging = [p for p in JUDGING if f" {p} " in line] + sorted(
                JUDGING_WORDS & _folded(text) if name == "explanation" else ()
            )
            if judging:
                yield Finding(
                    code="A420",
                    path=(*path, name),
                    message=f"{quoted(judging[0])} judges, or says more than one scene can show",
                    help="say what this choice served and missed",
                )
        if scene.cues and not _returns(choice, cues[scene.id]):
            yield Finding(
                code="A419",
                path=(*path, "explanation"),
                message="the explanation does not come back to a cue",
                help="quote the words that showed the need, or stay close to them",
            )


def _said(scene: Scene) -> str:
    """Return what stands in *scene* before the choices, folded."""
    said = "\n".join((scene.text, *scene.says.values(), *scene.extra_cue.values()))
    return " ".join(said.split()).casefold()


def _unquoted(text: str, said: str) -> str:
    """Return *text* without the quotations of what is *said*."""

    def left(match: re.Match[str]) -> str:
        quote = " ".join(match[1].split()).rstrip(".,;!?").casefold()
        return " " if quote in said else match[0]

    return _QUOTATION.sub(left, text)


def _long_words(text: str) -> set[str]:
    return {word for word in _folded(text) if len(word) > 3}


def _returns(choice: Choice, cues: Sequence[Set[str]]) -> bool:
    line = _long_words(choice.explanation)
    return any(len(cue & line) >= min(2, len(cue)) for cue in cues)


def grounds(scenario: Scenario) -> Iterator[Finding]:
    """Check that choices rest on ideas, and lesser ones have ``right_if``."""
    for scene, choice, path in _choices(scenario):
        if len(choice.ideas) < 2:
            yield Finding(
                code="A418",
                path=path,
                message=f"the explanation rests on {len(choice.ideas)} of at least 2 ideas",
                help="'two-hats handbook' lists them",
            )
        if choice.right_if is None and choice.id not in scoring.best_choices(scene):
            yield Finding(
                code="A421",
                path=path,
                message="a lesser choice without right_if",
                help="complete 'This would be right if ...'; it keeps the choice honest",
            )


_FRAME = re.compile(
    r"(?:this |it )?(?:would|will|is|was) (?:be )?(?:right|best|good) if\b|if\b", re.I
)


def frames(scenario: Scenario) -> Iterator[Finding]:
    """Check that ``right_if`` only completes its sentence."""
    for _, choice, path in _choices(scenario):
        frame = _FRAME.match(choice.right_if or "")
        if frame is None:
            continue
        assert choice.right_if is not None
        rest = choice.right_if[frame.end() :].strip()
        yield Finding(
            code="A442",
            path=(*path, "right_if"),
            message=f"the game writes 'This would be right if' itself, and then {quoted(frame[0])}",
            help=f"write right_if: {shorten(rest, 60)}",
        )


def length(scenario: Scenario) -> Iterator[Finding]:
    """Check that given minutes are within a third of the estimate."""
    estimated = estimated_minutes(scenario)
    if scenario.minutes is not None and abs(scenario.minutes - estimated) * 3 > estimated:
        yield Finding(
            code="A435",
            path=("minutes",),
            message=f"{scenario.minutes} minutes are given; the texts take {estimated}",
            help="leave minutes out: the game computes them",
        )


CHECKS: tuple[Check, ...] = (
    texts,
    grades,
    lengths,
    openings,
    labels,
    absolutes,
    feedback,
    frames,
    length,
)
"""Checks that depend on English."""
ANY_LANGUAGE: tuple[Check, ...] = (grounds,)
