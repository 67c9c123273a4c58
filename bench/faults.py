"""
Measure how well ``check`` reports planted faults, singly and several per file.

A kind of fault is a mistake at a schema path, such as a letter missing in the entry ``call`` of
a scene. Each fault has expected lines and patterns of a sufficient message: the right word, the
words allowed, or what to write. Run it from the checkout: ``python -m bench.faults``;
``--misses`` lists failures, ``--seed N`` chooses other faults.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Mapping, Sequence

from attrs import frozen

from bench.fault_kinds import Fault, Maker, kinds
from game.content.diagnostics import Problem, Severity, sentence
from game.content.files import scenario_files
from game.content.library import packaged
from game.content.loader import read_scenario
from game.content.yaml.source import Source
from game.core.scenario import Scenario


FILES = 5
COMBINED = 40


@frozen
class Outcome:
    """The reports of a fault: whether on an expected line, how many, and whether sufficient."""

    fault: Fault
    on_line: bool
    messages: int
    text_enough: bool
    json_enough: bool
    reports: tuple[str, ...]


def problems(name: str, lines: Sequence[str]) -> list[Problem]:
    """Return the errors and warnings of a file."""
    result = read_scenario(Source(name, "\n".join(lines))).problems
    return [problem for problem in result if problem.severity is not Severity.ADVICE]


def measure(name: str, lines: Sequence[str], fault: Fault) -> Outcome:
    """Plant *fault* in the valid file *lines* and rate the reports."""
    result = problems(name, fault.plant(lines))
    on_line = [p for p in result if (p.span.line if p.span else 0) in fault.report_lines]
    text = " ".join(f"{p.message} {p.expected or ''} {p.help or ''}" for p in on_line)
    machine = " ".join(sentence(p) for p in on_line)
    return Outcome(
        fault,
        bool(on_line),
        len(result),
        bool(on_line) and _matches(text, fault),
        bool(on_line) and _matches(machine, fault),
        tuple(f"{p.span.line if p.span else 0}: {sentence(p)}" for p in result[:4]),
    )


def _matches(text: str, fault: Fault) -> bool:
    return all(re.search(pattern, text, re.IGNORECASE) for pattern in fault.patterns)


def sound(count: int = FILES) -> dict[str, list[str]]:
    """Return the lines of the first *count* shipped files, by name."""
    files = scenario_files(packaged())[:count]
    return {file.name: file.read_text("utf-8").split("\n") for file in files}


@frozen
class Planted:
    """A fault of the file *name*."""

    name: str
    fault: Fault


def sample(seed: int, files: Mapping[str, Sequence[str]], size: int | None = None) -> list[Planted]:
    """Return a random fault of each kind, or of *size* kinds."""
    chance = random.Random(seed)
    candidates: dict[str, list[tuple[str, Maker]]] = {}
    for name, lines in files.items():
        for kind, makers in kinds(lines).items():
            candidates.setdefault(kind, []).extend((name, maker) for maker in makers)
    picked = [chance.choice(candidates[kind]) for kind in sorted(candidates)]
    if size is not None:
        picked = chance.sample(picked, size)
    planted = [Planted(name, maker()) for name, maker in picked]
    before = {name: _scenario(name, files[name]) for name in {item.name for item in planted}}
    return [item for item in planted if _is_fault(item, files[item.name], before[item.name])]


def _scenario(name: str, lines: Sequence[str]) -> Scenario | None:
    return read_scenario(Source(name, "\n".join(lines))).scenario


def _is_fault(planted: Planted, lines: Sequence[str], before: Scenario | None) -> bool:
    """Return whether the fault changes the scenario *before*; some moves of a line do not."""
    after = _scenario(planted.name, planted.fault.plant(lines))
    return after is None or after != before


@frozen
class Combination:
    """Several faults in the file *name*, the number in the *first* report, and all *rounds*."""

    name: str
    faults: tuple[Fault, ...]
    first: int
    rounds: int


def combine(
    seed: int,
    files: Mapping[str, Sequence[str]],
    planted: Sequence[Planted],
    count: int = COMBINED,
) -> list[Combination]:
    """Plant three to five distant faults per file and count the rounds until all are reported."""
    chance, made = random.Random(seed), []
    for number in range(count):
        name = sorted(files)[number % len(files)]
        current = [item.fault for item in planted if item.name == name]
        wanted, chosen = 3 + number % 3, list[Fault]()
        for fault in chance.sample(current, len(current)):
            if all(abs(fault.start - other.start) > 12 for other in chosen) and (
                fault.stop - fault.start < 3
            ):
                chosen.append(fault)
            if len(chosen) == wanted:
                break
        first, rounds = _rounds(name, files[name], chosen)
        made.append(Combination(name, tuple(chosen), first, rounds))
    return made


def _rounds(name: str, lines: Sequence[str], faults: Sequence[Fault]) -> tuple[int, int]:
    """Return the number of faults in the first report, and of rounds to fix all (at most 9)."""
    left, first, rounds = sorted(faults, key=lambda fault: fault.start), 0, 0
    while left and rounds < 9:
        planted = list(lines)
        for fault in reversed(left):
            planted = fault.plant(planted)
        output = {p.span.line if p.span else 0 for p in problems(name, planted)}
        reported = []
        for fault in left:
            above = sum(other.grows for other in left if other.start < fault.start)
            if output & {line + above for line in fault.report_lines}:
                reported.append(fault)
        rounds += 1
        first = len(reported) if rounds == 1 else first
        if not reported:
            return first, 9
        left = [fault for fault in left if fault not in reported]
    return first, rounds


def shares(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Return the share of good *outcomes*, 0 to 1, for each criterion."""
    good: dict[str, list[bool]] = {
        "on its line": [item.on_line for item in outcomes],
        "in one or two messages": [1 <= item.messages <= 2 for item in outcomes],
        "enough by itself, text": [item.text_enough for item in outcomes],
        "enough by itself, json": [item.json_enough for item in outcomes],
    }
    return {title: sum(marks) / len(outcomes) for title, marks in good.items()}


def main() -> int:
    """Plant all faults and print the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", action="store_true", help="list what falls short")
    arguments = parser.parse_args()
    files = sound()
    planted = sample(arguments.seed, files)
    outcomes = [measure(item.name, files[item.name], item.fault) for item in planted]
    for title, share in shares(outcomes).items():
        print(f"{title:28} {share * len(outcomes):4.0f} of {len(outcomes)}  {100 * share:5.1f} %")
    print(f"{'most messages for one fault':28} {max(item.messages for item in outcomes):4}")
    combined = combine(arguments.seed, files, planted)
    total = sum(len(item.faults) for item in combined)
    first = sum(item.first for item in combined)
    print(f"{'together, in the first run':28} {first:4} of {total}  {100 * first / total:5.1f} %")
    print(
        f"{'together, in two runs':28} {sum(c.rounds <= 2 for c in combined):4} of {len(combined)}"
    )
    if arguments.misses:
        for item in outcomes:
            marks = "".join(
                mark if bad else "."
                for mark, bad in (
                    ("L", not item.on_line),
                    ("M", not 1 <= item.messages <= 2),
                    ("T", not item.text_enough),
                    ("J", not item.json_enough),
                )
            )
            if marks != "....":
                output = sorted(item.fault.report_lines)[:3]
                print(f"{marks} {item.fault.kind} (line {output}, {item.fault.patterns})")
                for report in item.reports:
                    print(f"       {report}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
