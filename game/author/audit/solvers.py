"""What the trained solvers see of the choices, and the models they are. Needs scikit-learn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from scipy import sparse
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from game.author import prose
from game.author.audit.cases import Case


WORD = r"[^\W_]+(?:['’\-][^\W_]+)*"
FREQUENT = 20
"""How many of the commonest words the solver by shape counts."""

SHAPE = ("words", "letters", "commas", "sentences", "semicolons", "colons", "length of words")


@frozen(kw_only=True, eq=False)
class Solver:
    """
    A solver to be trained: a matrix of *features* with a row for each choice of each case.

    *labels* name the columns; *boosted* is whether it is gradient boosting and no logistic
    regression.
    """

    name: str
    features: Any
    labels: tuple[str, ...]
    boosted: bool = False

    def model(self) -> Any:
        """A new model, not yet fitted; the same data give the same fit."""
        if self.boosted:
            return GradientBoostingClassifier(
                n_estimators=15, max_depth=3, learning_rate=0.3, random_state=1
            )
        return LogisticRegression(
            solver="liblinear",
            dual=True,
            class_weight="balanced",
            tol=1e-3,
            max_iter=2000,
            random_state=1,
        )


def solvers(cases: Sequence[Case]) -> tuple[Solver, ...]:
    """The solvers that see the choices of *cases* alone: by words, by letters, by shape."""
    texts = [text for case in cases for text in case.choices]
    letters = TfidfVectorizer(analyzer="char", ngram_range=(3, 5), sublinear_tf=True, min_df=2)
    features, labels = _words(texts)
    shape, shape_labels = _shape(texts)
    return (
        Solver(name="words", features=features, labels=labels),
        Solver(
            name="letters",
            features=letters.fit_transform(texts).tocsr(),
            labels=tuple(letters.get_feature_names_out()),
        ),
        Solver(name="shape", features=shape, labels=shape_labels, boosted=True),
    )


def with_call(cases: Sequence[Case]) -> Solver:
    """The solver that is also given the true call: each word, and each word under each call."""
    features, labels = _words([text for case in cases for text in case.choices])
    calls = [case.scene.call.value for case in cases for _ in case.choices]
    kinds = sorted(set(calls))
    under = [
        features.multiply(np.array([[call == kind] for call in calls], dtype=np.float64))
        for kind in kinds
    ]
    return Solver(
        name="call known",
        features=sparse.hstack([features, *under]).tocsr(),
        labels=(*labels, *(f"{label} ({kind})" for kind in kinds for label in labels)),
    )


def bag_of_words(texts: Sequence[str]) -> Any:
    """A matrix of which words stand in which of *texts*."""
    return CountVectorizer(binary=True, token_pattern=WORD).fit_transform(texts).tocsr()


def text_model() -> Any:
    """A model that learns a call from a bag of words."""
    return LogisticRegression(class_weight="balanced", max_iter=1000)


def _words(texts: Sequence[str]) -> tuple[Any, tuple[str, ...]]:
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=WORD)
    features = vectorizer.fit_transform(texts).tocsr()
    return features, tuple(vectorizer.get_feature_names_out())


def _shape(texts: Sequence[str]) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    split = [[word.casefold() for word in prose.words(text)] for text in texts]
    spread = Counter(word for words in split for word in set(words))
    frequent = sorted(spread, key=lambda word: (-spread[word], word))[:FREQUENT]
    rows = []
    for text, words in zip(texts, split, strict=True):
        count = Counter(words)
        rows.append(
            [
                len(words),
                len(text),
                text.count(","),
                prose.sentences(text),
                text.count(";"),
                text.count(":"),
                sum(map(len, words)) / max(1, len(words)),
                *(count[word] for word in frequent),
            ]
        )
    return np.array(rows, dtype=np.float64), (*SHAPE, *(f"“{word}”" for word in frequent))
