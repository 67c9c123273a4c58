"""The points as a sum anyone can redo."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from game.core.explanation import Explanation
from game.text import labels


class Sums(Vertical):
    """Call, fit and craft with their reasons, and the total below."""

    DEFAULT_CSS = """
    Sums {
        height: auto; margin-bottom: 1;
        Horizontal { height: auto; }
        Static { height: auto; }
        .part { width: 7; text-style: bold; }
        .points { width: 5; text-align: right; padding-right: 2; text-style: bold; }
        .reason { width: 1fr; }
        .total .points { color: $lead; }
    }
    """

    def compose(self) -> ComposeResult:
        """Three parts and a total."""
        for row in ("", "", "", "total"):
            with Horizontal(classes=row):
                yield Static(classes="part", markup=False)
                yield Static(classes="points", markup=False)
                yield Static(classes="reason", markup=False)

    def show(self, why: Explanation) -> None:
        """Show the sum of *why*."""
        total = ("Scene", why.score.total, labels.chance(why))
        rows = zip(self.query(Horizontal), (*labels.points_sum(why), total), strict=True)
        for row, (part, points, reason) in rows:
            cells = zip(row.query(Static), (part, str(points), reason), strict=True)
            for cell, text in cells:
                cell.update(text)
