"""Rules across a library: repetitions between scenarios, and missing ideas."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from game.author.lint import Finding, is_english, text_rules
from game.content.loader import idea_ids
from game.content.sanitize import quoted, shorten
from game.core.explanation import ideas
from game.core.scenario import Scenario


MIN_LIBRARY = 3
"""Minimum number of scenarios of a library; what as many share is a repetition."""
MIN_FOR_IDEAS = 8
"""Minimum number of scenarios expected to cite the whole handbook."""
OPENING = 3
"""Number of words in an opening."""
MIN_REFRAIN = 3
"""Minimum number of a scenario's five endings with the same opening for a refrain."""
DATE = 6
"""Number of words at the start of a scene's text that may give the date."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Text = tuple[tuple[str, ...], str]
"""A text of a scenario, with its path."""


def sameness(scenarios: Sequence[Scenario]) -> list[list[Finding]]:
    """Return the findings on repetitions and gaps, per scenario in order."""
    result: list[list[Finding]] = [[] for _ in scenarios]
    if len(scenarios) < MIN_LIBRARY:
        return result
    for number, finding in (
        *_openings("A436", "an ending opens", [list(_endings(s)) for s in scenarios], scenarios),
        *_openings(
            "A438", "an explanation opens", [list(_explanations(s)) for s in scenarios], scenarios
        ),
        *_refrains(scenarios),
        *_weekdays(scenarios),
        *_uncited(scenarios),
    ):
        result[number].append(finding)
    return result


def _endings(scenario: Scenario) -> Iterator[Text]:
    for name in ("synergy", "confusion", "stagnation", "drift", "steady"):
        yield ("endings", name), getattr(scenario.endings, name)


def _explanations(scenario: Scenario) -> Iterator[Text]:
    for scene in scenario.scenes.values():
        for choice in scene.choices.values():
            yield ("scenes", scene.id, "choices", choice.id, "explanation"), choice.explanation


def _openings(
    code: str, what: str, texts: Sequence[Sequence[Text]], scenarios: Sequence[Scenario]
) -> Iterator[tuple[int, Finding]]:
    """Yield openings shared by three or more scenarios, at the first text of each."""
    first: dict[str, dict[int, tuple[str, ...]]] = defaultdict(dict)
    for number, scenario_texts in enumerate(texts):
        for path, text in scenario_texts:
            first[_opening(text)].setdefault(number, path)
    for opening, locations in first.items():
        if len(locations) < MIN_LIBRARY or not opening:
            continue
        for number, path in locations.items():
            others = ", ".join(scenarios[n].id for n in locations if n != number)
            yield (
                number,
                Finding(
                    code=code,
                    path=path,
                    message=f"{what} on {quoted(opening)}, as in {shorten(others, 200)}",
                    help="in most of them, begin with something that is only there",
                ),
            )


def _opening(text: str) -> str:
    return " ".join(text_rules.words(text)[:OPENING]).casefold()


def _refrains(scenarios: Sequence[Scenario]) -> Iterator[tuple[int, Finding]]:
    """Yield scenarios whose endings open alike, if three or more do."""
    counts = [
        Counter(_opening(text) for _, text in _endings(s)).most_common(1)[0] for s in scenarios
    ]
    alike = [number for number, (_, count) in enumerate(counts) if count >= MIN_REFRAIN]
    for number in alike if len(alike) >= MIN_LIBRARY else ():
        opening, count = counts[number]
        yield (
            number,
            Finding(
                code="A436",
                path=("endings",),
                message=f"{count} of 5 endings open on {quoted(opening)}; "
                f"{len(alike)} of {len(scenarios)} scenarios do so",
                help="let each ending begin with what is there to be seen",
            ),
        )


def _weekdays(scenarios: Sequence[Scenario]) -> Iterator[tuple[int, Finding]]:
    """Yield a weekday on which scenes of most scenarios open, at its first scene in each."""
    first: dict[str, dict[int, tuple[str, ...]]] = defaultdict(dict)
    for number, scenario in enumerate(scenarios):
        for scene in scenario.scenes.values() if is_english(scenario) else ():
            date = {*text_rules.words(scene.title), *text_rules.words(scene.text)[:DATE]}
            for day in date & {*WEEKDAYS}:
                first[day].setdefault(number, ("scenes", scene.id, "text"))
    for day in WEEKDAYS:
        locations = first[day]
        if len(locations) < MIN_LIBRARY or len(locations) * 3 <= len(scenarios) * 2:
            continue
        for number, path in locations.items():
            yield (
                number,
                Finding(
                    code="A437",
                    path=path,
                    message=f"scenes of {len(locations)} of {len(scenarios)} scenarios "
                    f"open on a {day}",
                    help="let some of them be on other days, or on no day at all",
                ),
            )


def _uncited(scenarios: Sequence[Scenario]) -> Iterator[tuple[int, Finding]]:
    """Yield ideas that no scenario cites, at the top of the last one."""
    if len(scenarios) < MIN_FOR_IDEAS:
        return
    cited = Counter(idea for scenario in scenarios for idea in _cited(scenario))
    missing = sorted(idea_ids() - cited.keys())
    if missing:
        yield (
            len(scenarios) - 1,
            Finding(
                code="A439",
                path=("title",),
                message=f"no scenario cites {len(missing)} of {len(idea_ids())} ideas: "
                f"{', '.join(missing)}",
                help=f"{sum(count == 1 for count in cited.values())} more stand in one scenario "
                "alone; cite these where a choice rests on them",
            ),
        )


def _cited(scenario: Scenario) -> set[str]:
    """Return the ideas that explanations of *scenario* can cite."""
    return {
        idea
        for scene in scenario.scenes.values()
        for choice in scene.choices.values()
        for idea in ideas(scene, choice)
    }
