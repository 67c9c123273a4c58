"""An audit as text of 80 columns and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from game.author.audit.cases import MASK, Marker
from game.author.audit.figures import Figure, Rate
from game.author.audit.report import Audit, Part, SceneResult


SMALL = 8
"""Minimum number of scenes for meaningful figures."""

WIDTH = 80
RULES_SHOWN = 8
SCENES_SHOWN = 12
WORDS_SHOWN = 12


def as_json(audit: Audit) -> str:
    """Return the whole audit; points and shares to three decimals."""
    payload = {
        "ok": audit.ok,
        "incomplete": audit.incomplete,
        "install": audit.install,
        "failures": list(audit.failures),
        "library": _part(audit.library),
        "campaigns": [_part(part) for part in audit.campaigns],
        "first_move_from_text": _rate(audit.first_move),
        "call_from_text": _rate(audit.whole_call),
        "choice_with_call_known": _rate(audit.call_known),
        "twins": [[pair.first, pair.second] for pair in audit.twins],
        "twin_gain": None if audit.twin_gain is None else round(audit.twin_gain, 3),
        "balance": {
            name: {key: round(value, 3) for key, value in shares.items()}
            for name, shares in audit.balance.items()
        },
        "choice_words": [_marker(item, "in_best", "in_others") for item in audit.choice_words],
        "call_words": [
            _marker(item, "where_lead_first", "where_manage_first") for item in audit.call_words
        ],
        "scenes": [
            {
                "scene": scene.name,
                "found": len(scene.reasons),
                "gain": round(scene.gain, 3),
                "by": {name: [*map(_shown, words)] for name, words in scene.reasons.items()},
            }
            for scene in audit.scenes
        ],
    }
    return json.dumps(payload, ensure_ascii=False, indent=2) + "\n"


def _part(part: Part) -> Mapping[str, Any]:
    return {
        "name": part.name,
        "scenes": part.scenes,
        "random": round(part.random, 3),
        "oracle": round(part.oracle, 3),
        "limit": round(part.limit, 3),
        "mean_limit": round(part.mean_limit, 3),
        "mean_gain": None if part.mean_gain is None else round(part.mean_gain, 3),
        "label_reader": round(part.label_reader, 3),
        "trained": {name: _figure(figure) for name, figure in part.trained.items()},
        "rules": {name: _figure(figure) for name, figure in part.rules.items()},
        "stances": {name: _figure(figure) for name, figure in part.stances.items()},
    }


def _figure(figure: Figure) -> Mapping[str, float | None]:
    return {
        "accuracy": round(figure.accuracy, 3),
        "gain": round(figure.gain, 3),
        "low": round(figure.low, 3),
        "high": round(figure.high, 3),
        "p": None if figure.p is None else round(figure.p, 4),
    }


def _rate(rate: Rate | None) -> Mapping[str, float] | None:
    if rate is None:
        return None
    return {
        "rate": round(rate.rate, 3),
        "low": round(rate.low, 3),
        "high": round(rate.high, 3),
        "base": round(rate.base, 3),
        "limit": round(rate.limit, 3),
    }


def _marker(marker: Marker, inside: str, outside: str) -> Mapping[str, Any]:
    return {
        "word": _shown(marker.word),
        inside: round(marker.inside, 3),
        outside: round(marker.outside, 3),
        "scenes": list(marker.scenes),
    }


def as_text(audit: Audit) -> str:
    """Solvers as tables, shares, the scenes and words that give away, and a verdict."""
    lines = _solvers(audit.library)
    for part in audit.campaigns:
        lines += ["", *_solvers(part)]
    lines += ["", *_shares(audit)]
    lines += _words("In choices", "best", "other", audit.choice_words)
    lines += _words("In scenes", "lead 1st", "manage 1st", audit.call_words)
    lines += _scenarios(audit.scenes)
    lines += _scenes(audit.scenes)
    lines += ["", *_verdict(audit)]
    return "\n".join(lines) + "\n"


def _solvers(part: Part) -> list[str]:
    title = "The library" if part.name == "library" else f"The campaign {part.name}"
    lines = wrap(
        f"{title}: {part.scenes} scenes. Random answers bring {part.random:.1f} points of 100, "
        f"the best ones {part.oracle:.1f}. Without reading the scene a solver may gain "
        f"{part.limit:.1f} points over random, the trained solvers {part.mean_limit:.1f} on "
        "average.",
        WIDTH,
    )
    lines += ["", f"{'  solver':<22}{'finds best':>10}{'gain':>8}{'95% interval':>17}{'p':>8}"]
    lines += [_row(name, figure, part) for name, figure in part.trained.items()]
    if part.mean_gain is not None:
        over = part.mean_gain > part.mean_limit
        lines.append(f"{'  mean of these':<32}{part.mean_gain:>+8.1f}{'':25}{_mark(over)}".rstrip())
    ranked = sorted({**part.rules, **part.stances}.items(), key=lambda item: -item[1].gain)
    lines += [_row(name, figure, part) for name, figure in ranked[:RULES_SHOWN]]
    lines.append(f"  {len(ranked) - RULES_SHOWN} more rules gain less.")
    return lines


def _row(name: str, figure: Figure, part: Part) -> str:
    interval = f"{figure.low:+.1f} to {figure.high:+.1f}"
    p = "" if figure.p is None else f"{figure.p:.3f}"
    mark = _mark(figure.gain > part.limit_of(name))
    row = f"  {name:<20}{figure.accuracy:>10.0%}{figure.gain:>+8.1f}{interval:>17}{p:>8}{mark}"
    return row.rstrip()


def _mark(over: bool) -> str:
    return "  too much" if over else ""


def _shares(audit: Audit) -> list[str]:
    lead, calls = audit.balance["lead"], audit.balance["calls"]
    lines = [
        "Lead share of the tokens, to lie between 40 and 60%:",
        "  " + ", ".join(f"{name} {share:.0%}" for name, share in lead.items()),
        "Calls:",
        "  " + ", ".join(f"{name} {share:.0%}" for name, share in calls.items()),
    ]
    rates = {
        "first move, from scene words": audit.first_move,
        "whole call, from scene words": audit.whole_call,
        "best choice, with the call known": audit.call_known,
    }
    if any(rates.values()):
        lines += [
            "",
            f"{'  found without reading':<34}{'rate':>5}{'95% interval':>14}"
            f"{'guess':>7}{'limit':>7}",
        ]
    for what, rate in rates.items():
        if rate is not None:
            interval = f"{rate.low:.0%} to {rate.high:.0%}"
            lines.append(
                f"  {what:<32}{rate.rate:>5.0%}{interval:>14}{rate.base:>7.0%}{rate.limit:>7.0%}"
                f"{_mark(rate.over)}"
            )
    if audit.twins:
        lines += ["", "Twins, alike in wording and different in key:"]
        lines += [f"  {pair.first} / {pair.second}" for pair in audit.twins]
        if audit.twin_gain is not None:
            lines.append(
                f"  on them the trained solvers gain {audit.twin_gain:+.1f} on average, "
                f"limit {audit.twin_limit:.1f}"
            )
    return lines


def _words(what: str, inside: str, outside: str, words: Sequence[Marker]) -> list[str]:
    if not words:
        return []
    lines = ["", f"  {what:<14}{inside:>10}{outside:>12}    where it gives the answer away"]
    for item in words[:WORDS_SHOWN]:
        rest = len(item.scenes) - 1
        where = item.scenes[0] + (f" + {rest}" if rest else "")
        lines.append(
            f"  {_shown(item.word):<14}{item.inside:>10.0%}{item.outside:>12.0%}    {where}"
        )
    return lines


def _scenarios(scenes: Sequence[SceneResult]) -> list[str]:
    if not scenes:
        return []
    lines = [
        "",
        f"{'  scenario':<38}{'scenes':>7}{'words':>7}{'letters':>9}{'shape':>7}{'gain':>7}",
    ]
    grouped: dict[str, list[SceneResult]] = {}
    for scene in scenes:
        grouped.setdefault(scene.name.partition(".")[0], []).append(scene)
    for name, members in grouped.items():
        result = [
            sum(key in item.reasons for item in members) for key in ("words", "letters", "shape")
        ]
        gain = sum(item.gain for item in members) / len(members)
        lines.append(
            f"  {name:<36}{len(members):>7}{result[0]:>7}{result[1]:>9}{result[2]:>7}{gain:>+7.1f}"
        )
    return lines


def _scenes(scenes: Sequence[SceneResult]) -> list[str]:
    ranked = sorted(scenes, key=lambda scene: (-len(scene.reasons), -scene.gain))
    shown = [scene for scene in ranked if len(scene.reasons) > 1][:SCENES_SHOWN]
    if not shown:
        return []
    lines = ["", "Scenes that give themselves away most, and by what:"]
    for scene in shown:
        lines.append(f"  {scene.name}: {len(scene.reasons)} of 3 trained solvers")
        for name, reasons in scene.reasons.items():
            if name != "letters":
                text = f"{name}: {', '.join(map(_shown, reasons))}"
                lines += wrap(text, WIDTH, initial_indent="    ", subsequent_indent="      ")
    return lines


def _verdict(audit: Audit) -> list[str]:
    lines = [f"Over its limit: {failure}." for failure in audit.failures]
    if audit.failures:
        lines.append("Part of the answers can be found without reading the scenes.")
    elif audit.incomplete is None:
        lines.append("None of the solvers tried gains more than its limit without reading.")
    else:
        lines.append("None of the fixed rules gains more than its limit.")
    if audit.incomplete is not None:
        lines.append(
            f"This audit is incomplete: the trained solvers were not tried, for {audit.incomplete}."
        )
    if audit.library.scenes < SMALL:
        lines.append(f"With fewer than {SMALL} scenes these figures are mostly chance.")
    rows = [row for line in lines for row in wrap(line, WIDTH, subsequent_indent="  ")]
    if audit.install is not None:
        rows += ["To install it:", audit.install]  # a command to copy is never wrapped
    return rows


def _shown(word: str) -> str:
    return word.replace(MASK, "(a name)")
