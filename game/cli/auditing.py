"""``two-hats audit``: the fairness of scenarios and of the campaigns beside them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from game.cli.speech import FINE, MISUSE, PROBLEMS, tell


if TYPE_CHECKING:
    from game.core.scenario import Scenario


FEW = 4
"""With fewer scenarios than this, the solvers learn from those that ship as well."""

_BAR = 30


def audit_scenarios(
    arguments: argparse.Namespace, paths: Sequence[Path], scenarios: Sequence[Scenario]
) -> int:
    """Print the audit of *scenarios*: 0 within all limits, 1 over one, 2 when incomplete."""
    import os

    from game.author.audit import output, report

    also: list[Scenario] = []
    if len(scenarios) < FEW:
        also = _shipped(scenarios)
        tell(f"Fewer than {FEW} scenarios: the solvers also learn from those that ship.")
    found = report.audit(
        scenarios,
        campaigns=_campaigns(paths, {scenario.id for scenario in scenarios}),
        also=also,
        permutations=0 if arguments.quick else report.PERMUTATIONS,
        jobs=os.cpu_count() or 1,
        progress=_bar if sys.stderr.isatty() else None,
    )
    sys.stdout.write(output.as_json(found) if arguments.json else output.as_text(found))
    if found.failures:
        return PROBLEMS
    return FINE if found.incomplete is None else MISUSE


def _shipped(but: Iterable[Scenario]) -> list[Scenario]:
    from game.content.library import Library, packaged

    ids = {scenario.id for scenario in but}
    shipped = Library.of((packaged(),)).scenarios
    return [scenario for name, scenario in shipped.items() if name not in ids]


def _campaigns(paths: Sequence[Path], known: set[str]) -> Mapping[str, Sequence[str]]:
    """The scenarios of every campaign in *paths* that can be read, by its id."""
    from game.content.files import campaign_files
    from game.content.loader import file_id, read_campaign_file

    read = {
        file_id(file.name): read_campaign_file(file, known).campaign
        for path in paths
        for file in campaign_files(path)
    }
    return {
        name: tuple(campaign.postings) for name, campaign in read.items() if campaign is not None
    }


def _bar(done: int, total: int) -> None:
    filled = _BAR * done // total
    end = "\r\033[K" if done == total else ""
    sys.stderr.write(f"\r[{'#' * filled}{'.' * (_BAR - filled)}] {done} of {total}{end}")
    sys.stderr.flush()
