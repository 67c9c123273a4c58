"""Train solvers on all scenarios but one, and on permuted keys. Requires scikit-learn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from attrs import frozen
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy import sparse
from sklearn import config_context
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from game.author.audit.cases import Case
from game.author.audit.figures import Run
from game.author.lint import text_rules


WORD = r"[^\W_]+(?:['’\-][^\W_]+)*"
FREQUENT = 20
"""Number of the commonest words that the shape solver counts."""

SHAPE = ("words", "letters", "commas", "sentences", "semicolons", "colons", "length of words")


@frozen(kw_only=True, eq=False)
class Solver:
    """
    A solver to be trained: a matrix of *features* with a row for each choice of each case.

    *labels* name the columns; *boosted* selects gradient boosting over logistic regression.
    """

    name: str
    features: Any
    labels: tuple[str, ...]
    boosted: bool = False

    def model(self) -> Any:
        """Return a new unfitted model with a fixed random state."""
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
    """Return the solvers that see only the choices of *cases*: by words, letters and shape."""
    texts = [text for case in cases for text in case.choices]
    letters = TfidfVectorizer(analyzer="char", ngram_range=(3, 5), sublinear_tf=True, min_df=2)
    features, labels = _word_features(texts)
    shape, shape_labels = _shape_features(texts)
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
    """Return the solver with the true call: each word, and each word under each call."""
    features, labels = _word_features([text for case in cases for text in case.choices])
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
    """Return a binary matrix of words by *texts*."""
    return CountVectorizer(binary=True, token_pattern=WORD).fit_transform(texts).tocsr()


def text_model() -> Any:
    """Return a model that predicts a call from a bag of words."""
    return LogisticRegression(class_weight="balanced", max_iter=1000)


def _word_features(texts: Sequence[str]) -> tuple[Any, tuple[str, ...]]:
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=WORD)
    features = vectorizer.fit_transform(texts).tocsr()
    return features, tuple(vectorizer.get_feature_names_out())


def _shape_features(texts: Sequence[str]) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    split = [[word.casefold() for word in text_rules.words(text)] for text in texts]
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
                text_rules.sentences(text),
                text.count(";"),
                text.count(":"),
                sum(map(len, words)) / max(1, len(words)),
                *(count[word] for word in frequent),
            ]
        )
    return np.array(rows, dtype=np.float64), (*SHAPE, *(f"“{word}”" for word in frequent))


Progress = Callable[[int, int], None]
"""Called with the number of steps done and in total."""

_CHUNK = 3
_REASONS = 4
_Floats = NDArray[np.float64]


@frozen(kw_only=True, eq=False)
class Table:
    """The choices of all cases in rows: case, fold and points."""

    case: NDArray[np.int64]
    fold: NDArray[np.int64]
    points: _Floats

    @classmethod
    def of(cls, cases: Sequence[Case]) -> Table:
        """Return the rows of *cases*; the scenes of a scenario form one fold."""
        folds = {name: n for n, name in enumerate(dict.fromkeys(c.scenario for c in cases))}
        sizes = [len(case.points) for case in cases]
        return cls(
            case=np.repeat(np.arange(len(cases)), sizes),
            fold=np.repeat([folds[case.scenario] for case in cases], sizes),
            points=np.array([p for case in cases for p in case.points], dtype=np.float64),
        )

    @property
    def best(self) -> NDArray[np.bool_]:
        """For each row, whether the choice has the most points of its scene."""
        return self._is_top(self.points)

    def permuted(self, seed: int, number: int) -> Table:
        """Return the same choices with the points permuted within each scene."""
        draw = np.random.default_rng([seed, number]).random(len(self.case))
        order = np.lexsort((draw, self.case))
        return Table(case=self.case, fold=self.fold, points=self.points[order])

    def outcome(self, scores: _Floats) -> tuple[_Floats, _Floats]:
        """Return, for each case, the share of best among the top-scored choices, and the gain."""
        chosen = self._is_top(scores)
        count = np.bincount(self.case, chosen)
        result = np.bincount(self.case, chosen & self.best) / count
        points = np.bincount(self.case, chosen * self.points) / count
        return result, points - np.bincount(self.case, self.points) / np.bincount(self.case)

    def _is_top(self, values: _Floats) -> NDArray[np.bool_]:
        top = np.full(self.case[-1] + 1, -np.inf)
        np.maximum.at(top, self.case, values)
        return values >= top[self.case] - 1e-12


@frozen(kw_only=True, eq=False)
class Trained:
    """
    The result of one solver, one entry per case.

    *reasons* are the features that contributed most to its choice.
    """

    name: str
    run: Run
    reasons: tuple[tuple[str, ...], ...]


def train(
    cases: Sequence[Case],
    *,
    seed: int,
    permutations: int,
    jobs: int = 1,
    progress: Progress | None = None,
) -> tuple[Trained, ...]:
    """
    Train the solvers on *cases* from two or more scenarios; deterministic for a *seed*.

    *jobs* is the number of processes. The last solver, which has the call, is not evaluated on
    permuted keys.
    """
    table = Table.of(cases)
    blind = solvers(cases)
    every = (*blind, with_call(cases))
    tasks = [
        (n, range(start, min(start + _CHUNK, permutations)))
        for start in range(0, permutations, _CHUNK)
        for n in range(len(blind))
    ]
    total = len(every) + len(tasks)
    observed = []
    for n, solver in enumerate(every, 1):
        observed.append(_observe(solver, table))
        _report(progress, n, total)
    permuted: list[list[list[float]]] = [[] for _ in every]
    if tasks:
        work = Parallel(n_jobs=jobs, return_as="generator")(
            delayed(_gains_of_permuted)(blind[n], table, seed, numbers) for n, numbers in tasks
        )
        for done, ((n, _), rows) in enumerate(zip(tasks, work, strict=True), len(every) + 1):
            permuted[n] += rows
            _report(progress, done, total)
    return tuple(
        Trained(
            name=solver.name,
            run=Run(hits=result.tolist(), gains=gains.tolist(), permuted=rows),
            reasons=reasons,
        )
        for solver, (result, gains, reasons), rows in zip(every, observed, permuted, strict=True)
    )


def calls_from_text(cases: Sequence[Case]) -> tuple[list[float], list[float]]:
    """Return, per case, 1 if a bag of words predicts the first move, and likewise the call."""
    features = bag_of_words([case.text for case in cases])
    folds = np.array([case.scenario for case in cases])
    firsts = np.array([case.scene.call.first.value for case in cases])
    calls = np.array([case.scene.call.value for case in cases])
    return _hits(features, firsts, folds), _hits(features, calls, folds)


def _report(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total)


@contextmanager
def _lean() -> Iterator[None]:
    """
    Leave out what costs more than it brings with matrices of this size.

    These are the threads of BLAS, and the checks of numbers and parameters, which are ours.
    """
    with (
        config_context(assume_finite=True, skip_parameter_validation=True),
        threadpool_limits(limits=1),
    ):
        yield


def _fits(solver: Solver, table: Table) -> Iterator[tuple[NDArray[np.bool_], Any]]:
    """Yield each fold's rows with a model fitted to all others."""
    best = table.best
    for fold in range(table.fold.max() + 1):
        held_out = table.fold == fold
        yield held_out, solver.model().fit(solver.features[~held_out], best[~held_out])


def _gains_of_permuted(
    solver: Solver, table: Table, seed: int, numbers: Sequence[int]
) -> list[list[float]]:
    gains = []
    for number in numbers:
        permuted, scores = table.permuted(seed, number), np.zeros(len(table.case))
        with _lean():
            for held_out, model in _fits(solver, permuted):
                scores[held_out] = model.decision_function(solver.features[held_out])
        gains.append(permuted.outcome(scores)[1].tolist())
    return gains


def _observe(solver: Solver, table: Table) -> tuple[_Floats, _Floats, tuple[tuple[str, ...], ...]]:
    scores, reasons = np.zeros(len(table.case)), {}
    with _lean():
        for held_out, model in _fits(solver, table):
            scores[held_out] = model.decision_function(solver.features[held_out])
            for case in np.unique(table.case[held_out]).tolist():
                rows = np.flatnonzero(table.case == case)
                reasons[case] = _reasons(solver, model, rows, scores)
    result, gains = table.outcome(scores)
    return result, gains, tuple(reasons[case] for case in range(len(result)))


def _reasons(
    solver: Solver, model: Any, rows: NDArray[np.int64], scores: _Floats
) -> tuple[str, ...]:
    """Return the features that contributed most to the top-scored choice among *rows*."""
    top = rows[int(scores[rows].argmax())]
    mine = solver.features[[top]]
    others = np.asarray(solver.features[rows[rows != top]].mean(axis=0)).ravel()
    if solver.boosted:
        changed = np.repeat(mine, len(solver.labels), axis=0)
        np.fill_diagonal(changed, others)
        weight = scores[top] - model.decision_function(changed)
    else:
        weight = model.coef_[0] * (mine.toarray()[0] - others)
    order = np.argsort(-weight, kind="stable")[:_REASONS]
    return tuple(solver.labels[n] for n in order if weight[n] > 1e-9)


def _hits(features: Any, labels: NDArray[Any], folds: NDArray[Any]) -> list[float]:
    hits = np.zeros(len(labels))
    with _lean():
        for fold in dict.fromkeys(folds.tolist()):
            held_out = folds == fold
            training_labels = labels[~held_out]
            if len(np.unique(training_labels)) < 2:
                hits[held_out] = labels[held_out] == training_labels[0]
            else:
                model = text_model().fit(features[~held_out], training_labels)
                hits[held_out] = model.predict(features[held_out]) == labels[held_out]
    return [float(hit) for hit in hits]
