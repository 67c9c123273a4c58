"""``explore --map``: the scenes as text and as Mermaid."""

from __future__ import annotations

import re

from attrs import evolve
from hypothesis import given

from game.author.analysis.map import mermaid, text
from game.author.analysis.report import analyse
from game.core.scenario import END, Scenario
from tests.author.test_explore import GATED
from tests.core.branching import branching
from tests.core.examples import choice, scenario, scene


def test_the_text_marks_what_no_run_takes() -> None:
    """Ways with their conditions, chances, and what never happens."""
    assert text(analyse(GATED)) == (
        "a  title of a  (start, met: always)\n"
        "  x -> b when ana's trust 5 or more, which never happens\n"
        "  x -> c when nothing before holds\n"
        "  y -> c\n"
        "\n"
        "b  title of b  (no run comes here)\n"
        "  z -> end\n"
        "\n"
        "c  title of c  (met: always)\n"
        "  w -> end\n"
        "\n"
        "d  title of d  (no run comes here)\n"
        "  v -> end\n"
    )


@given(branching(loops=True))
def test_edges_are_those_of_the_scenario(drawn: Scenario) -> None:
    """Mermaid draws every way that a choice has, and no other."""
    drawn_edges = set(
        re.findall(r"^  (\w+) -\.?->\|.*\| (\w+)$", mermaid(analyse(drawn, 500)), re.M)
    )
    number = {key: f"s{n}" for n, key in enumerate(drawn.scenes)} | {END: "finish"}
    assert drawn_edges == {
        (number[key], number[go])
        for key, of in drawn.scenes.items()
        for choice in of.choices.values()
        for go in choice.next.targets
    }


def test_nothing_in_a_title_draws() -> None:
    """Quotes, brackets and tags of a title are shown and never obeyed."""
    rude = scenario(evolve(scene("a", choice("x")), title='"]; click a "x" <script>|#'))
    (line,) = (line for line in mermaid(analyse(rude)).splitlines() if line.startswith("  s0["))
    label = line.removeprefix('  s0["').removesuffix('<br/>a"]')
    assert not set(label) & set('"<>|')


def test_lines_fit_a_terminal() -> None:
    """Many choices to one scene break over lines of eighty columns."""
    many = scenario(scene("a", *(choice(f"a-rather-long-choice-{n}") for n in range(6))))
    assert max(map(len, text(analyse(many)).splitlines())) <= 80
