"""Somebody who installed the built wheel, far from the checkout and with an empty home."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import Distribution, distribution
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from attrs import frozen
from packaging.requirements import Requirement

from tests.commands.forking import ForkServer
from tests.shared import made_once


ROOT = Path(__file__).parents[2]


def _environment(programs: Path, folder: Path) -> dict[str, str]:
    return {
        "HOME": str(folder / "home"),
        "LANG": "C",
        "PATH": os.fspath(programs),
        "TERM": "xterm-256color",
        "TWO_HATS_DATA": str(folder / "home" / "data"),
    }


@frozen
class Player:
    """Runs commands of the environment *bin* in *folder*; nothing is inherited."""

    bin: Path
    folder: Path
    forks: ForkServer

    @property
    def data(self) -> Path:
        """The player's data folder."""
        return self.folder / "home" / "data"

    @property
    def environment(self) -> Mapping[str, str]:
        """A bare environment in the locale C."""
        return _environment(self.bin, self.folder)

    def run(
        self,
        *command: str,
        typed: Iterable[str] = (),
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run ``two-hats`` with *command*, the lines *typed* on stdin; in a fork where it may."""
        whole = {**self.environment, **(environment or {})}
        if not self.forks.fits(whole):
            return self.run_program("two-hats", *command, typed=typed, environment=environment)
        keys = "".join(f"{line}\n" for line in typed).encode()
        done = self.forks.run(command, self.folder, whole, keys)
        output, errors = (
            TextIOWrapper(BytesIO(text), encoding="utf-8").read()
            for text in (done.stdout, done.stderr)
        )
        return subprocess.CompletedProcess(command, done.returncode, output, errors)

    def run_program(
        self,
        program: str,
        *arguments: str,
        typed: Iterable[str] = (),
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Start a *program* of the environment; what it prints must be UTF-8."""
        return subprocess.run(
            [self.bin / program, *arguments],
            cwd=self.folder,
            env={**self.environment, **(environment or {})},
            input="".join(f"{line}\n" for line in typed),
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    def play(self, *typed: str, seed: int = 1) -> subprocess.CompletedProcess[str]:
        """Play *Smoke on Ward Six* from its beginning."""
        command = ("play", "smoke-on-ward-six", "--plain", "--new", "--seed", str(seed))
        return self.run(*command, typed=typed)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``bin`` folder of a fresh environment that holds the wheel built from the checkout."""
    return made_once(tmp_path_factory, "installed", _install) / "venv" / "bin"


def _install(folder: Path) -> None:
    """
    Build the wheel and install it, with what it needs, in ``venv`` in *folder*.

    The tools that build and install it are those of the environment that runs the tests, and
    what it needs is linked from there.
    """
    python = folder / "venv" / "bin" / "python"
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    _run(sys.executable, "-m", "venv", "--without-pip", folder / "venv")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    _run(*pip, "install", "--no-compile", "--no-deps", *folder.glob("*.whl"))
    (metadata,) = folder.glob("venv/lib/python*/site-packages/two_hats-*.dist-info")
    _link_needs(Distribution.at(metadata), metadata.parent)


def _link_needs(package: Distribution, target: Path, extras: Iterable[str] = ()) -> None:
    """Link in *target* what *package* requires, with *extras*."""
    for requirement in map(Requirement, package.requires or ()):
        marker = requirement.marker
        if marker and not any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            continue
        needed = distribution(requirement.name)
        assert requirement.specifier.contains(needed.version), requirement
        for name in {file.parts[0] for file in needed.files or ()} - {"..", "__pycache__"}:
            if not (target / name).exists():
                (target / name).symlink_to(str(needed.locate_file(name)))
        _link_needs(needed, target, requirement.extras)


def _run(*step: str | Path) -> None:
    subprocess.run(step, check=True, capture_output=True, timeout=300)


@pytest.fixture(scope="session")
def forks(installed: Path) -> Iterator[ForkServer]:
    """What runs the installed ``two-hats`` without a start."""
    with ForkServer(
        installed / "python", installed / "two-hats", _environment(installed, Path())
    ) as forks:
        yield forks


@pytest.fixture
def player(installed: Path, forks: ForkServer, tmp_path: Path) -> Player:
    """A player with an empty home."""
    (tmp_path / "home").mkdir()
    return Player(installed, tmp_path, forks)
