"""The layering is a test: by contract, and by looking at what an import really loads."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import game


ROOT = Path(__file__).parents[1]
HEAVY = {"textual", "rich", "aiohttp", "asyncio"}
LEARNING = {"sklearn", "numpy", "scipy", "joblib"}
TRAINED = {"game.author.audit.training"}
"""The only modules that may load scikit-learn and what it stands on."""

PURE = HEAVY | {"yaml", "platformdirs", "sqlite3", "pathlib", "random", "logging"}

FORBIDDEN = {
    "game.core": PURE,
    "game.text": PURE,
    "game.room": PURE,
    "game.present": PURE,
    "game.services": HEAVY | {"yaml"},
    "game.content": HEAVY | {"platformdirs", "sqlite3"},
    "game.journal": HEAVY | {"yaml"},
    "game.author": HEAVY | {"platformdirs", "sqlite3"},
    "game.plain": HEAVY,
    "game.publish": HEAVY | {"platformdirs"},
    "game.server": {"textual", "rich", "yaml", "platformdirs"},
    "game.cli": HEAVY | {"yaml", "attr", "attrs", "platformdirs", "sqlite3"},
    "game.cli.workshop": HEAVY,
    "game.__main__": HEAVY | {"yaml", "attr", "attrs", "platformdirs", "sqlite3"},
}


def headless() -> list[str]:
    """Every module of the game but those of the terminal face."""
    result = (module.name for module in pkgutil.walk_packages(game.__path__, "game."))
    return [name for name in result if not name.startswith("game.tui")]


@pytest.mark.parametrize("module", headless())
def test_a_headless_module_loads_nothing_it_must_not_know(module: str) -> None:
    """In a fresh interpreter, which alone proves that what is put off is put off."""
    loads = f"import sys, {module}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    output = subprocess.run(
        [sys.executable, "-c", loads], cwd=ROOT, capture_output=True, text=True, check=True
    )
    forbidden = FORBIDDEN[max(filter(module.startswith, FORBIDDEN), key=len)]
    spared = {"asyncio", "rich"} | LEARNING if module in TRAINED else set()  # joblib loads them
    spared |= {"asyncio"} if module == "game.author.lsp.server" else set()
    forbidden = (forbidden | LEARNING) - spared
    assert set(output.stdout.split()) & forbidden == set()


def test_the_contracts_hold() -> None:
    """The contracts of pyproject.toml, as ``lint-imports`` checks them."""
    lint = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    output = subprocess.run(
        [sys.executable, "-c", lint, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert output.returncode == 0, output.stdout
