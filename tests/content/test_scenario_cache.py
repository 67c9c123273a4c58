"""Scenarios that were parsed are loaded from a cache."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from time import time

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


@pytest.fixture
def fresh() -> Iterator[Callable[[], None]]:
    """Forgets what the module remembers, as a new process would."""

    def forget() -> None:
        scenario_cache._identity.cache_clear()
        scenario_cache._expire.cache_clear()

    yield forget
    forget()


def found(path: Path, cache: ScenarioCache | None) -> Scenario | None:
    """Return the scenario at *path*, as a new process would."""
    return Library.of((), scenario_cache=cache).find_scenario(str(path))


def only(cache: ScenarioCache) -> Path:
    """Return the only file of *cache*."""
    (stored,) = cache.folder.iterdir()
    return stored


def forge(cache: ScenarioCache, body: str) -> None:
    """Store *body* for the file with the content ``GOOD``, with the right digest."""
    digest = scenario_cache._digest(GOOD.encode(), body.encode())
    only(cache).write_bytes(digest + b"\n" + body.encode())


def test_scenarios_are_parsed_once(cache: ScenarioCache, parsed: list[str]) -> None:
    """Every shipped scenario is equal when it is loaded from the cache."""
    first = Library.of([packaged()], scenario_cache=cache).scenarios
    listed = {entry.id: entry.scenario for entry in Library.of([packaged()], scenario_cache=cache)}
    parsed.clear()
    again = {entry.id: entry.scenario for entry in Library.of([packaged()], scenario_cache=cache)}
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


def test_a_file_elsewhere_is_parsed(file: Path, cache: ScenarioCache) -> None:
    """The id comes from the name of the file, so the same content has another one."""
    found(file, cache)
    scenario = found(file.rename(file.with_name("two.yaml")), cache)
    assert scenario is not None
    assert scenario.id == "two"


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


@pytest.mark.parametrize("body", ["", "null", "[]", "no JSON", "[" * 100_000])
def test_what_is_no_scenario_is_ignored(
    file: Path, cache: ScenarioCache, parsed: list[str], body: str
) -> None:
    """A file that is written by others is parsed again, also with the right digest."""
    scenario = found(file, cache)
    forge(cache, body)
    assert found(file, cache) == scenario
    assert parsed == ["one.yaml"] * 2


def test_a_pipe_is_not_read(file: Path, cache: ScenarioCache) -> None:
    """A pipe in place of a file would never end."""
    scenario = found(file, cache)
    stored = only(cache)
    stored.unlink()
    os.mkfifo(stored)
    assert found(file, cache) == scenario


@pytest.mark.parametrize("name", ["__version__", "sys.version"])
def test_another_parser_parses_again(
    file: Path,
    cache: ScenarioCache,
    parsed: list[str],
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    fresh: Callable[[], None],
) -> None:
    """What another version of the game parsed, or of Python, may differ."""
    found(file, cache)
    monkeypatch.setattr(f"game.content.scenario_cache.{name}", "0.0.0")
    fresh()
    found(file, cache)
    assert parsed == ["one.yaml"] * 2


def test_the_parser_is_identified_by_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module that is changed, added or removed makes another parser; bytecode does not."""
    game = tmp_path / os.fsdecode(b"game-\xe9")
    modules = [game / "content" / "yaml" / "parser.py", game / "core" / "scenario.py"]
    for file in modules:
        file.parent.mkdir(parents=True)
        file.write_text("1", "utf-8")
    monkeypatch.setattr(scenario_cache, "GAME", game)
    identify = scenario_cache._identity.__wrapped__
    seen = [identify()]
    for file in modules:
        file.write_text("22", "utf-8")
        seen.append(identify())
        os.utime(file, (1, 1))
        seen.append(identify())
    (game / "content" / "ideas.yaml").write_text("1", "utf-8")
    seen.append(identify())
    modules[0].unlink()
    seen.append(identify())
    assert len(set(seen)) == len(seen)
    (game / "content" / "__pycache__").mkdir()
    (game / "content" / "__pycache__" / "more.py").write_text("1", "utf-8")
    assert identify() == seen[-1]


@pytest.mark.parametrize("broken", ["link", "missing"])
def test_without_an_identity_of_the_parser_nothing_is_stored(
    file: Path,
    cache: ScenarioCache,
    parsed: list[str],
    broken: str,
    monkeypatch: pytest.MonkeyPatch,
    fresh: Callable[[], None],
) -> None:
    """A module that cannot be examined, or a game in an archive, is no reason to fail."""
    scenario = found(file, cache)
    stored = only(cache).read_bytes()
    game = file.parent / "game"
    if broken == "link":
        (game / "content").mkdir(parents=True)
        (game / "core").mkdir()
        (game / "content" / "lock.py").symlink_to("nowhere")
    monkeypatch.setattr(scenario_cache, "GAME", game)
    fresh()
    file.write_text(GOOD.replace("title: ", "title: More "), "utf-8")
    assert found(file, cache) != scenario
    assert only(cache).read_bytes() == stored
    assert parsed == ["one.yaml"] * 2


@pytest.mark.parametrize("year", [-1, 1])
def test_files_that_were_not_used_for_long_are_deleted(
    file: Path, cache: ScenarioCache, fresh: Callable[[], None], year: int
) -> None:
    """A use renews a file, whatever the clock showed; a draft that was left goes as well."""
    found(file, cache)
    used = only(cache)
    unused, draft = cache.folder / ("0" * 32), cache.folder / f".{'1' * 32}.a1_b2c3d"
    for stored in (unused, draft, cache.folder / "mine"):
        stored.touch()
    days = {used: 20, unused: 40, draft: 40, cache.folder / "mine": 40}
    for stored, ago in days.items():
        os.utime(stored, (time() + year * ago * scenario_cache.DAY,) * 2)
    fresh()
    found(file, cache)
    assert {stored.name for stored in cache.folder.iterdir()} == {used.name, "mine"}
    assert abs(used.stat().st_mtime - time()) < scenario_cache.DAY


def test_a_file_that_cannot_be_renewed_is_used(
    file: Path, cache: ScenarioCache, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A read-only folder, or another owner, does not make an old file useless."""
    scenario = found(file, cache)
    then = time() - 2 * scenario_cache.DAY
    os.utime(only(cache), (then, then))

    def refuse(path: Path) -> None:
        raise PermissionError(path)

    monkeypatch.setattr(os, "utime", refuse)
    assert found(file, cache) == scenario
    assert parsed == ["one.yaml"]


def test_clearing_leaves_other_files(file: Path, cache: ScenarioCache) -> None:
    """Only its own files are deleted, also behind a link; a second time there are none."""
    found(file, cache)
    real = cache.folder.rename(cache.folder.with_name("elsewhere"))
    cache.folder.symlink_to(real)
    (real / "mine").touch()
    assert cache.clear() is None
    assert [stored.name for stored in real.iterdir()] == ["mine"]
    (real / "mine").unlink()
    cache.folder.unlink()
    assert cache.clear() is None


def test_what_cannot_be_cleared_is_reported(file: Path, cache: ScenarioCache) -> None:
    """All other files are deleted; the failure names the folder."""
    found(file, cache)
    for number in range(3):
        (cache.folder / f"{number}".zfill(32)).mkdir()
        (cache.folder / f"{number}".ljust(32, "f")).touch()
    failure = cache.clear()
    assert failure is not None
    assert str(cache.folder) in failure.message
    assert all(stored.is_dir() for stored in cache.folder.iterdir())


def test_clearing_goes_on_where_another_process_deletes(
    file: Path, cache: ScenarioCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is gone by the time it is deleted does not keep the others."""
    found(file, cache)
    (cache.folder / ("0" * 32)).touch()
    files = list(scenario_cache._files(cache.folder))
    monkeypatch.setattr(scenario_cache, "_files", lambda folder: iter(files))
    os.unlink(files[0])
    assert cache.clear() is None
    assert not cache.folder.exists()


def test_a_file_in_place_of_the_folder_is_nothing_to_clear(file: Path) -> None:
    """No file of the cache can be there."""
    assert ScenarioCache(file).clear() is None
    assert file.exists()


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
