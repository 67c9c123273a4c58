"""Scenarios that were parsed are loaded from a cache."""

from __future__ import annotations

import os
import pickle
import zlib
from pathlib import Path

import pytest

from game.content import scenario_cache
from game.content.library import Library, packaged
from game.content.scenario_cache import ScenarioCache
from game.core.scenario import Scenario


GOOD = (Path(__file__).parent / "good.yaml").read_text("utf-8")


@pytest.fixture
def cache(tmp_path: Path) -> ScenarioCache:
    """An empty cache."""
    return ScenarioCache(tmp_path / "scenarios.cache")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A scenario file."""
    path = tmp_path / "one.yaml"
    path.write_text(GOOD, "utf-8")
    return path


def found(path: Path, cache: ScenarioCache | None) -> Scenario | None:
    """Return the scenario at *path*, as a new process would."""
    return Library.of((), parsed=cache).find_scenario(str(path))


def only(cache: ScenarioCache) -> Path:
    """Return the only file of *cache*."""
    (stored,) = cache.folder.iterdir()
    return stored


def test_scenarios_are_parsed_once(cache: ScenarioCache, parsed: list[str]) -> None:
    """Every shipped scenario is equal when it is loaded from the cache."""
    first = Library.of([packaged()], parsed=cache).scenarios
    listed = {entry.id: entry.scenario for entry in Library.of([packaged()], parsed=cache)}
    parsed.clear()
    again = {entry.id: entry.scenario for entry in Library.of([packaged()], parsed=cache)}
    assert parsed == []
    assert again == listed == first
    assert len(again) > 10


def test_a_changed_file_is_parsed_again(
    file: Path, cache: ScenarioCache, parsed: list[str]
) -> None:
    """Also if its size and times are as before; the cache holds one version of a file."""
    found(file, cache)
    times = file.stat()
    title = next(line for line in GOOD.splitlines() if line.startswith("title: "))
    changed = f"title: {'x' * (len(title) - len('title: '))}"
    file.write_text(GOOD.replace(title, changed), "utf-8")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    scenario = found(file, cache)
    assert scenario is not None
    assert scenario.title == changed[7:]
    assert found(file, cache) == scenario
    assert parsed == ["one.yaml", "one.yaml"]
    assert only(cache)


def test_a_scenario_of_another_id_is_another(file: Path, cache: ScenarioCache) -> None:
    """The id comes from the name of the file; the same content elsewhere is parsed."""
    found(file, cache)
    scenario = found(file.rename(file.with_name("two.yaml")), cache)
    assert scenario is not None
    assert scenario.id == "two"
    assert cache.find(str(file), b"two\n" + GOOD.encode()) is None


def test_a_file_with_errors_is_not_stored(file: Path, cache: ScenarioCache) -> None:
    """Its problems are reported each time."""
    file.write_text(GOOD.replace("title: ", "titel: "), "utf-8")
    assert found(file, cache) is None
    assert not cache.folder.exists()
    assert found(file.with_name("missing.yaml"), cache) is None


@pytest.mark.parametrize("place", [0.0, 0.001, 0.01, 0.3, 0.999])
def test_a_damaged_file_is_ignored(
    file: Path, cache: ScenarioCache, parsed: list[str], place: float
) -> None:
    """With any byte changed the scenario is parsed and stored again."""
    scenario = found(file, cache)
    data = bytearray(only(cache).read_bytes())
    data[int(place * len(data))] ^= 1
    only(cache).write_bytes(data)
    assert found(file, cache) == scenario
    assert found(file, cache) == scenario
    assert parsed == ["one.yaml"] * 2


@pytest.mark.parametrize("data", [b"", b"\0", b"\0" * 100])
def test_any_other_file_is_ignored(file: Path, cache: ScenarioCache, data: bytes) -> None:
    """Whatever is stored in its place, the scenario is parsed."""
    scenario = found(file, cache)
    only(cache).write_bytes(data)
    assert found(file, cache) == scenario


class Forged:
    """A value whose pickle calls a function."""

    def __reduce__(self) -> tuple[object, ...]:
        """Call ``os.mkdir``."""
        return os.mkdir, ("forged",)


@pytest.mark.parametrize(
    "packed",
    [
        zlib.compress(pickle.dumps(Forged())),
        zlib.compress(pickle.dumps(Path)),
        zlib.compress(b"cgame.core.scenario\nentry\n(tR."),
        zlib.compress(pickle.dumps("a text")),
        zlib.compress(b"no pickle"),
        b"no compressed data",
    ],
    ids=["call", "class", "function", "value", "pickle", "compression"],
)
def test_a_forged_file_calls_nothing(
    file: Path,
    cache: ScenarioCache,
    parsed: list[str],
    packed: bytes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A pickle of anything but a scenario is ignored, also with the right digest."""
    monkeypatch.chdir(file.parent)
    scenario = found(file, cache)
    digest = scenario_cache._digest(b"one\n" + GOOD.encode(), packed)
    only(cache).write_bytes(digest + packed)
    assert found(file, cache) == scenario
    assert parsed == ["one.yaml"] * 2
    assert not Path("forged").exists()


def test_another_parser_parses_again(
    file: Path, cache: ScenarioCache, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What other modules parsed may differ: a new version of the game, or a changed module."""
    found(file, cache)
    monkeypatch.setattr(scenario_cache, "_parser", lambda: b"another")
    found(file, cache)
    assert parsed == ["one.yaml"] * 2


def test_the_parser_is_identified_by_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module that is changed, added or removed in a package of the parser is another one."""
    for name in ("content/yaml/parser.py", "content/handbook.yaml", "core/scenario.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1", "utf-8")
    monkeypatch.setattr(scenario_cache, "GAME", tmp_path)
    identify = scenario_cache._parser.__wrapped__
    seen = [identify()]
    for name in ("content/yaml/parser.py", "content/handbook.yaml", "core/scenario.py"):
        (tmp_path / name).write_text("22", "utf-8")
        seen.append(identify())
    (tmp_path / "content" / "more.py").write_text("1", "utf-8")
    seen.append(identify())
    assert len(set(seen)) == len(seen)


def test_without_a_place_to_store_scenarios_are_parsed(file: Path, tmp_path: Path) -> None:
    """A parent folder that is missing, or a file in place of the folder, changes nothing."""
    scenario = found(file, None)
    for folder in (tmp_path / "missing" / "cache", file):
        assert found(file, ScenarioCache(folder)) == scenario
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_only_the_owner_can_read_it(file: Path, cache: ScenarioCache) -> None:
    """It holds the text of the player's own scenarios; no draft is left."""
    found(file, cache)
    assert cache.folder.stat().st_mode & 0o777 == 0o700
    assert only(cache).stat().st_mode & 0o777 == 0o600
