"""The layering is a test: by contract, and by looking at what an import really loads."""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

import game


ROOT = Path(__file__).parents[1]
HEAVY = {"textual", "rich", "aiohttp", "asyncio"}
LEARNING = {"sklearn", "numpy", "scipy", "joblib", "threadpoolctl"}
TRAINED = {"game.author.audit.training"}
"""The only modules that may load scikit-learn and what it stands on."""

MAX_LINES = 500
"""Of a file."""

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
    "game.plain.console": HEAVY - {"asyncio"},
    "game.publish": HEAVY | {"platformdirs"},
    "game.server": {"textual", "rich", "yaml", "platformdirs"},
    "game.cli": HEAVY | {"yaml", "attr", "attrs", "platformdirs", "sqlite3"},
    "game.cli.workshop": HEAVY,
    "game.cli.plain_room": HEAVY - {"asyncio"},
    "game.__main__": HEAVY | {"yaml", "attr", "attrs", "platformdirs", "sqlite3"},
}


def forbidden_for(module: str) -> frozenset[str]:
    """Return what loading *module* must not load."""
    forbidden = FORBIDDEN[max(filter(module.startswith, FORBIDDEN), key=len)] | LEARNING
    if module in TRAINED:
        forbidden -= {"asyncio", "rich"} | LEARNING  # joblib loads them
    return frozenset(forbidden - ({"asyncio"} if module == "game.author.lsp.server" else set()))


def headless() -> Mapping[frozenset[str], list[str]]:
    """Every module of the game but those of the terminal face, by what it must not load."""
    result = defaultdict(list)
    for module in pkgutil.walk_packages(game.__path__, "game."):
        if not module.name.startswith("game.tui"):
            result[forbidden_for(module.name)].append(module.name)
    return result


@pytest.mark.parametrize(("forbidden", "modules"), headless().items())
def test_headless_modules_load_nothing_forbidden(
    forbidden: frozenset[str], modules: list[str]
) -> None:
    """A fresh interpreter that loads all of them loads nothing that is forbidden to them."""
    loads = (
        f"import sys, {', '.join(modules)}; print(*{{n.partition('.')[0] for n in sys.modules}})"
    )
    output = subprocess.run(
        [sys.executable, "-c", loads], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert set(output.stdout.split()) & forbidden == set()


@pytest.mark.parametrize(
    "command",
    [
        ["play", "smoke-on-ward-six", "--plain"],
        ["check", str(ROOT / "scenarios" / "smoke-on-ward-six.yaml")],
    ],
)
def test_what_is_rare_is_loaded_on_demand(command: list[str], tmp_path: Path) -> None:
    """Alone with a sound file, no module of rooms, campaigns or the repair of files is loaded."""
    loaded = loaded_by(command, tmp_path)
    assert "game.content.loader" in loaded
    rare = {"room.reducer", "core.campaign", "content.repair.layout", "content.slots"}
    assert not loaded & {f"game.{name}" for name in rare}


def test_a_scenario_that_was_read_before_needs_no_parser(tmp_path: Path) -> None:
    """The second process finds it in the cache beside the journal, which the game begins."""
    command = ["explore", "smoke-on-ward-six"]
    (tmp_path / "scenarios.cache").mkdir()
    parsing = {"yaml", "game.content.loader", "game.content.validation"}
    assert loaded_by(command, tmp_path) >= parsing
    assert not loaded_by(command, tmp_path) & parsing


def loaded_by(command: list[str], data: Path) -> set[str]:
    """Return the modules that *command* loads with its data in *data*, left at once."""
    runs = (
        "import sys; from game.cli.main import main; "
        f"code = main({command}); print(*sys.modules, file=sys.stderr); sys.exit(code)"
    )
    output = subprocess.run(
        [sys.executable, "-c", runs],
        cwd=ROOT,
        env={**os.environ, "TWO_HATS_DATA": str(data)},
        input="q\n",
        capture_output=True,
        text=True,
        check=True,
    )
    return set(output.stderr.split())


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


def test_no_file_is_too_long() -> None:
    """Files of Python have at most 500 lines, in the game, its tests and its benches."""
    files = (file for name in ("game", "tests", "bench") for file in (ROOT / name).rglob("*.py"))
    long = [file for file in files if len(file.read_text("utf-8").splitlines()) > MAX_LINES]
    assert long == []
