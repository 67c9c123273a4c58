"""An audit told: as text for people, as JSON for programs."""

from __future__ import annotations

import json

from game.author.audit import WHOLE_LIBRARY, Audit


SMALL = 8
"""Below this many scenes, chance alone moves a strategy further than any flaw."""


def as_json(found: Audit) -> str:
    """``{scenes, random, limit, strategies, oracle, balance, …, ok}``, points to two places."""
    told = {
        "scenes": found.scenes,
        "random": round(found.random, 2),
        "limit": round(found.limit, 2),
        "strategies": {name: round(gain, 2) for name, gain in found.strategies.items()},
        "label_reader": round(found.label_reader, 2),
        "oracle": round(found.oracle, 2),
        "balance": {
            name: {key: round(value, 3) for key, value in shares.items()}
            for name, shares in found.balance.items()
        },
        "twins": [[pair.one, pair.other] for pair in found.twins],
        "twin_advantage": None if found.twin_advantage is None else round(found.twin_advantage, 2),
        "failures": list(found.failures),
        "ok": found.ok,
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def as_text(found: Audit) -> str:
    """A page: the limit, what each strategy gains, the balance, and the verdict."""
    lines = [
        f"{found.scenes} scenes. Guessing brings {found.random:.1f} points, the best player "
        f"{found.oracle:.1f}.",
        f"A strategy that gains more than {found.limit:.1f} points over guessing is a flaw.",
        "",
        "What it brings not to read the moment:",
    ]
    for name, gain in sorted(found.strategies.items(), key=lambda item: -item[1]):
        mark = "  too much" if any(f.startswith(f"{name} gains") for f in found.failures) else ""
        lines.append(f"  {name:<24}{gain:+6.1f}{mark}")
    lines.append(f"  {'label-reader':<24}{found.label_reader:+6.1f}  (told, not held against it)")
    if found.twins:
        lines += ["", "Twins, alike in wording and different in key:"]
        lines += [f"  {pair.one} / {pair.other}" for pair in found.twins]
        if found.twin_advantage is not None:
            lines.append(f"  on them the text-only solver gains {found.twin_advantage:+.1f}")
    lines += ["", "Balance:"]
    for name, shares in found.balance.items():
        whole = name in ("skills", "myths")
        told = ", ".join(
            f"{key} {value:.0f}" if whole else f"{key} {value:.0%}" for key, value in shares.items()
        )
        lines.append(f"  {name}: {told}")
    lines += ["", *(f"Not fair yet: {failure}." for failure in found.failures)]
    if found.ok:
        lines.append("Nothing pays but reading the moment.")
    if found.scenes < SMALL:
        lines.append(f"With fewer than {SMALL} scenes these figures are mostly chance.")
    elif found.scenes < WHOLE_LIBRARY:
        lines.append(f"A whole library of {WHOLE_LIBRARY} scenes is held to stricter limits.")
    return "\n".join(lines) + "\n"
