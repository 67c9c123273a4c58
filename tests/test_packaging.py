"""Lock files are in step with pyproject.toml, dependencies have bounds, the sdist is whole."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hatchling.builders.sdist import SdistBuilder
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
USERS = (
    *PROJECT["project"]["dependencies"],
    *PROJECT["project"]["optional-dependencies"]["xlsx"],
    *PROJECT["build-system"]["requires"],
)
DEVELOPERS = tuple(
    line
    for line in PROJECT["project"]["optional-dependencies"]["dev"]
    if not line.startswith("two-hats")
)
TOOLS = tuple(
    line
    for line in (ROOT / ".ci" / "tools.in").read_text("utf-8").splitlines()
    if not line.startswith("#")
)


def blocks(name: str) -> list[tuple[str, str, str]]:
    """Each pin of the lock file *name*: package, version, and the lines with its hashes."""
    return re.findall(
        r"^(\S+)==(\S+)(?: ; [^\\\n]*)? \\\n((?: {4}--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
        (ROOT / name).read_text("utf-8"),
        re.M,
    )


def pins(name: str) -> dict[str, tuple[str, int]]:
    """The version that the lock file *name* pins of each package, and how many hashes it has."""
    return {pin: (version, hashes.count("--hash")) for pin, version, hashes in blocks(name)}


@pytest.mark.parametrize(
    ("lock", "line"),
    [
        *(("requirements-dev.lock", line) for line in USERS + DEVELOPERS),
        *((".ci/tools.lock", line) for line in TOOLS),
    ],
)
def test_the_lock_is_in_step(lock: str, line: str) -> None:
    """Each requirement is pinned within its bounds; after a change run ``.ci/lock``."""
    wanted = Requirement(line)
    version, _ = pins(lock)[canonicalize_name(wanted.name)]
    assert wanted.specifier.contains(version), f"run .ci/lock: {lock} has {version}"


@pytest.mark.parametrize("lock", ["requirements-dev.lock", ".ci/tools.lock"])
def test_every_pin_has_hashes(lock: str) -> None:
    """Nothing else stands in a lock file than exact versions with their hashes."""
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    named = [line for line in lines if not line.startswith((" ", "#"))]
    assert len(named) == len(blocks(lock)) > 20


@pytest.mark.parametrize("line", USERS)
def test_what_users_install_has_bounds(line: str) -> None:
    """A floor, which CI installs and plays, and a ceiling at the next breaking version."""
    operators = {specifier.operator for specifier in Requirement(line).specifier}
    assert operators == {">=", "<"}


def test_the_source_distribution_has_what_its_tests_read() -> None:
    """The lock files and their sources, the documents and the scenarios are in it."""
    files = {file.distribution_path for file in SdistBuilder(str(ROOT)).recurse_included_files()}
    read = {".ci/tools.in", ".ci/tools.lock", "requirements-dev.lock"}
    assert files >= read | {"README.md", "docs/hosting.md", "scenarios/smoke-on-ward-six.yaml"}
