"""The commands ``rename``, ``check --fix`` and ``lsp``."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from game.cli.output import FINE, fail, print_error, refuse, show
from game.text.plural import count


def rename(arguments: argparse.Namespace) -> int:
    """Rename an id in a scenario, its routes and campaigns; return the exit code."""
    from game.author.rename import Kind, files_beside, rename, rename_beside
    from game.content.edits import apply, open_document, rewrite
    from game.content.fences import unfenced
    from game.content.ids import file_id
    from game.content.sanitize import quoted
    from game.content.yaml.source import Source
    from game.core.failure import Failure

    path: Path = arguments.path
    document = open_document(path)
    if document is None:
        shown = quoted(str(path), 200)
        return refuse(f"{shown} cannot be read", "see 'two-hats check'; copy it out of a zip first")
    kind = Kind(arguments.kind)
    source = Source(document.source.name, unfenced(document.source.text))
    renaming = rename(source, kind, arguments.old, arguments.new)
    if isinstance(renaming, Failure):
        return fail(renaming)
    changes = [(path, document.encode(apply(document.source.text, renaming.edits)))]
    counts = [(path, len(renaming.edits))]
    for beside in files_beside(path, kind):
        other = open_document(beside)
        if other is None:
            return refuse(f"{quoted(str(beside), 200)} cannot be read", "see 'two-hats check'")
        edits = rename_beside(other.source, file_id(path.name), renaming)
        if isinstance(edits, Failure):
            return fail(edits)
        if edits:
            changes.append((beside, other.encode(apply(other.source.text, edits))))
            counts.append((beside, len(edits)))
    done: list[tuple[Path, bytes]] = []
    try:
        for file, data in changes:
            before = file.read_bytes()
            rewrite(file, data)
            done.append((file, before))
    except OSError as error:
        for file, before in done:
            rewrite(file, before)
        return refuse(f"{error.filename or path} cannot be written", error.strerror or "try again")
    for file, number in counts:
        show(f"{file}: {count(number, 'place')}")
    print_error(f"The {kind} {renaming.old} is now {renaming.new}.")
    if kind is not Kind.CHARACTER:
        print_error("Games that you saved name the old id: one that was there may not go on.")
    return FINE


def fix(paths: Iterable[Path], to: Callable[[str], object]) -> int | None:
    """
    Correct mistakes in the files of *paths* and pass a diff of each change to *to*.

    Keep a backup beside each changed file. Return an exit code if a file cannot be written.
    """
    from difflib import unified_diff

    from game.author.fix import fix as fixed
    from game.content.edits import open_document, rewrite
    from game.content.fences import refenced, unfenced
    from game.content.files import campaign_files, scenario_files
    from game.content.sanitize import safe_text
    from game.content.yaml.source import Source

    files = [file for path in paths for file in (*scenario_files(path), *campaign_files(path))]
    for file in files:
        document = open_document(file)
        if document is None:
            continue
        before = document.source.text
        after = fixed(Source(document.source.name, unfenced(before)))
        after = after if unfenced(before) == before else refenced(before, after)
        if after == before:
            continue
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
        try:
            backup = _backup(file)
            rewrite(file, document.encode(after))
        except OSError as error:
            return refuse(f"{file} cannot be mended", error.strerror or "it cannot be written")
        to(safe_text("".join(unified_diff(old, new, str(backup), str(file), n=0))))
        print_error(f"{file} is mended; as it was it is kept in {backup.name}.")
    return None


def _backup(file: Path) -> Path:
    """Copy *file* to an unused name beside it, with its mode; return the path; raise OSError."""
    mode = file.stat().st_mode & 0o777
    data, number = file.read_bytes(), 0
    while True:
        backup = file.with_name(f"{file.name}.bak{number or ''}")
        try:
            with open(backup, "xb", opener=partial(os.open, mode=mode)) as copy:
                copy.write(data)
        except FileExistsError:
            number += 1
        else:
            return backup


def lsp(arguments: argparse.Namespace) -> int:
    """Run the language server on standard input and output; return the exit code."""
    try:
        from game.author.lsp.server import run
    except ImportError:
        return refuse("the language server needs pygls", "pip install '.[lsp]'")
    run()
    return FINE
