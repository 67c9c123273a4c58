"""The command ``publish``: write a page, a site or course packages."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from game.cli.output import FINE, broken, print_error, refuse, show
from game.cli.resources import whole_library
from game.text.plural import count


if TYPE_CHECKING:
    from game.content.library import Library
    from game.publish.page import Publication


MAX_POINTS = 100
PUBLIC = 0o644
"""The mode of published files: a web server may run as another user."""
SEVERAL = "scenarios"
"""The name of a page or site of several publications without a common folder or pack."""


def publish(arguments: argparse.Namespace) -> int:
    """Write the publications; print the path of each file, or of the site's folder."""
    mastery = arguments.mastery
    if mastery is not None and not 0 <= mastery <= MAX_POINTS:
        return refuse("points go from 0 to 100", "such as: --mastery 60")
    if mastery is not None and arguments.to in ("page", "site"):
        return refuse("only a course can be passed", "use it with --to scorm12 or --to cmi5")
    result: list[Publication] = []
    library = whole_library()
    for wanted in arguments.paths:
        more = _find(wanted, library)
        if isinstance(more, int):
            return more
        result += [item for item in more if item not in result]
    if mastery is not None and (found := [item for item in result if item.campaigns]):
        return refuse(
            f"{found[0].id} is a campaign, and a campaign has no score to pass",
            "leave out --mastery, or publish its scenarios by themselves",
        )
    ids = [item.id for item in result]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        return refuse(f"two things are called {twice[0]}", "give one of the files another name")
    if arguments.to == "site" and "index" in ids:
        return refuse("index is the start page of a site", "give the file another name")
    try:
        return _write(result, arguments)
    except OSError as error:
        return refuse(
            f"{error.filename or arguments.output} cannot be written", str(error.strerror)
        )


def _find(wanted: str, library: Library) -> Sequence[Publication] | int:
    """Return the publications that *wanted* names; an exit code if missing or invalid."""
    from game.content.files import is_campaign, is_pack
    from game.content.library import library_beside
    from game.core.failure import Failure
    from game.publish.page import Publication

    path = Path(wanted)
    if path.is_dir() or is_pack(path):
        return _all_of(path)
    if is_campaign(path) and path.exists():
        return _campaign(wanted, library_beside(path))
    if is_campaign(path) or (wanted in library.campaigns and wanted not in library.entries):
        return _campaign(wanted, library)
    result = library.find(wanted)
    if isinstance(result, Failure):
        ids = f"there are: {', '.join(library.entries)}"
        return refuse(result.message, result.help or ids)
    if result.scenario is None:
        return broken(result.reading)
    return [Publication.of(result.scenario)]


def _all_of(path: Path) -> Sequence[Publication] | int:
    """Return a publication of each scenario and campaign in the folder or pack at *path*."""
    from game.content.files import campaign_files, scenario_files
    from game.content.library import Library
    from game.content.loader import read_file
    from game.publish.page import Publication

    readings = [read_file(file) for file in scenario_files(path)]
    if codes := [broken(reading) for reading in readings if reading.scenario is None]:
        return max(codes)
    result = [Publication.of(item.scenario) for item in readings if item.scenario is not None]
    library = Library.of((path,))
    for file in campaign_files(path):
        more = _campaign(str(file), library)
        if isinstance(more, int):
            return more
        result += more
    if not result:
        return refuse("there is no scenario in there", "a scenario's file ends in .yaml")
    return result


def _campaign(wanted: str, library: Library) -> Sequence[Publication] | int:
    """Return the campaign that *wanted* names; an exit code if missing or invalid."""
    from game.core.failure import Failure
    from game.publish.page import Publication

    result = library.find_campaign(wanted)
    if isinstance(result, Failure):
        return refuse(result.message, result.help or "see 'two-hats campaign'")
    campaign = result.reading.campaign
    if campaign is None:
        return broken(result.reading)
    scenarios = [library.scenario(name) for name in campaign.postings]
    playable = tuple(scenario for scenario in scenarios if scenario is not None)
    if len(playable) < len(scenarios):
        return refuse("a scenario of the campaign cannot be played", "see 'two-hats check'")
    return [Publication.of_campaign(campaign, playable)]


def _write(publications: Sequence[Publication], arguments: argparse.Namespace) -> int:
    output, name, title = (
        arguments.output,
        _name(publications, arguments.paths),
        _title(publications, arguments),
    )
    files = list(_files(publications, arguments, name, title))
    if arguments.to == "site":
        folder = output or Path(f"{name}-site")
        folder.mkdir(parents=True, exist_ok=True)
        _save((folder / file, content) for file, content in files)
        show(str(folder))
        print_error(f"{count(len(files), 'file')} written. Open index.html in there.")
        return FINE
    targets = list(_targets(files, output, single=len(publications) == 1 or arguments.to == "page"))
    if any(_is_source(path, arguments.paths) for path, _ in targets):
        return refuse(f"{output} would take the place of a scenario", f"such as: -o {files[0][0]}")
    _save(targets)
    for path, content in targets:
        show(str(path))
        print_error(f"{len(content) / 1000:.0f} kB")
    print_error(_HOW[arguments.to])
    return FINE


def _is_source(path: Path, published: Iterable[str]) -> bool:
    """Return whether *path* is named like a scenario, or is a file that is *published*."""
    from game.content.files import SUFFIXES

    sources = [Path(item) for item in published]
    is_there = path.exists() and any(item.exists() and path.samefile(item) for item in sources)
    return is_there or path.suffix.lower() in SUFFIXES


def _targets(
    files: Iterable[tuple[str, bytes]], output: Path | None, *, single: bool
) -> Iterator[tuple[Path, bytes]]:
    """
    Yield path and content of each of *files*: in the folder *output*, or in the current one.

    With a *single* publication, *output* may be a file: the first file is written there and
    the others beside it.
    """
    if output is not None and not single:
        output.mkdir(parents=True, exist_ok=True)
    renamed = output is not None and single and not output.is_dir()
    folder = output or Path()
    for index, (name, content) in enumerate(files):
        if renamed:
            yield (folder if index == 0 else folder.with_name(name)), content
        else:
            yield folder / name, content


_HOW = {
    "page": "Open it in a browser, or send it; it needs nothing else.",
    "scorm12": "Upload it to a learning platform as SCORM 1.2.",
    "cmi5": "Upload it to a learning platform as cmi5.",
}


def _files(
    publications: Sequence[Publication], arguments: argparse.Namespace, name: str, title: str
) -> Iterator[tuple[str, bytes]]:
    from game.publish.packages import cmi5, scorm12
    from game.publish.page import SHARE, STATIC, merged, page
    from game.publish.site import site

    match arguments.to:
        case "site":
            yield from site(publications, title, arguments.url)
        case "page":
            yield f"{name}.html", page(merged(publications, name, title, arguments.url)).encode()
            if arguments.url is not None:
                yield SHARE, (STATIC / SHARE).read_bytes()
        case "scorm12":
            yield from (
                (f"{p.id}-scorm12.zip", scorm12(p, arguments.mastery)) for p in publications
            )
        case _:
            yield from ((f"{p.id}-cmi5.zip", cmi5(p, arguments.mastery)) for p in publications)


def _save(files: Iterable[tuple[Path, bytes]]) -> None:
    from game.cli.output import replacing

    for path, content in files:
        with replacing(path) as file:
            file.write(content)
        path.chmod(PUBLIC)


def _name(publications: Sequence[Publication], paths: Sequence[str]) -> str:
    if len(publications) == 1:
        return publications[0].id
    return Path(paths[0]).resolve().stem if len(paths) == 1 else SEVERAL


def _title(publications: Sequence[Publication], arguments: argparse.Namespace) -> str:
    if len(publications) == 1:
        return publications[0].title
    return _name(publications, arguments.paths).replace("-", " ").capitalize()
