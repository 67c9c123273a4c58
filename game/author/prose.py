"""Counting prose: words, sentences, and the grade one has to read at."""

from __future__ import annotations

import re
from functools import cache, lru_cache


_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)")
_VOWELS = re.compile(r"[aeiouyäöüàâáéèêëíîïóôúûåæøőűãõ]+")
_SILENT_ENDINGS = re.compile(r"(?:[^laeiouy]es|[^aeiouydt]ed|[^l]e)$")


@lru_cache(maxsize=1024)
def words(text: str) -> tuple[str, ...]:
    """The words of *text*, as they stand; a hyphen or an apostrophe keeps a word whole."""
    return tuple(_WORD.findall(text))


def count(*texts: str) -> int:
    """How many words *texts* have."""
    return len(_WORD.findall("\n".join(texts)))


def sentences(text: str) -> int:
    """How many sentences *text* has; a text without a full stop is one."""
    return max(1, len(_SENTENCE_END.findall(text.strip())))


def mean_sentence(text: str) -> float:
    """Words a sentence, on average."""
    return len(words(text)) / sentences(text)


@cache
def syllables(word: str) -> int:
    """The syllables of an English *word*, estimated: 1 or more."""
    plain = word.casefold()
    groups = len(_VOWELS.findall(plain))
    if groups > 1 and _SILENT_ENDINGS.search(plain):
        groups -= 1
    return max(1, groups)


def grade(text: str) -> float:
    """
    The Flesch-Kincaid grade of *text*: the school year it can be read in.

    Rough on short texts, and made for English.
    """
    found = words(text)
    if not found:
        return 0.0
    per_word = sum(map(syllables, found)) / len(found)
    return 0.39 * mean_sentence(text) + 11.8 * per_word - 15.59
