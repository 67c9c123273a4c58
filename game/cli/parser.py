"""Every command of ``two-hats`` with its options, its help and an example."""

from __future__ import annotations

import argparse
from pathlib import Path

from game import __version__
from game.cli import author, exploring, play, records
from game.cli.speech import Command


FORMATS = ("text", "line", "json", "sarif", "github")
MAPS = ("text", "mermaid")


def build_parser() -> argparse.ArgumentParser:
    """Every command with its options, its help and an example."""
    parser = argparse.ArgumentParser(
        prog="two-hats",
        description="A role-play game about telling leading from managing. "
        "Without a command it opens in this terminal.",
        epilog="example:\n  two-hats play smoke-on-ward-six",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"two-hats {__version__}")
    parser.set_defaults(
        command=play.play, scenario=None, seed=None, plain=False, new=False, width=None
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def add(name: str, command: Command, about: str, example: str) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name,
            help=about,
            description=f"{about[0].upper()}{about[1:]}.",
            epilog=f"example:\n  two-hats {name} {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        added.set_defaults(command=command)
        return added

    playing = add("play", play.play, "play a scenario", "smoke-on-ward-six --seed 7")
    playing.add_argument(
        "scenario", nargs="?", metavar="SCENARIO", help="its id, or the path of a file"
    )
    playing.add_argument("--seed", type=int, metavar="N", help="the same seed shows the same order")
    playing.add_argument(
        "--plain", action="store_true", help="line by line, for screen readers and pipes"
    )
    playing.add_argument(
        "--width", type=int, metavar="N", help="columns when line by line; 0 breaks no line"
    )
    playing.add_argument("--new", action="store_true", help="begin afresh, whatever is unfinished")

    check = add("check", author.check, "list every problem of scenario files", "my-scenario.yaml")
    check.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="a file, or a folder of them"
    )
    check.add_argument(
        "--format", choices=FORMATS, default="text", help="for people, editors or scanners"
    )
    check.add_argument("--strict", action="store_true", help="let warnings and advice fail too")
    check.add_argument("--explain", metavar="CODE", help="tell what a code means")

    new = add("new", author.new, "write a starter that already checks clean", "the-late-ferry")
    new.add_argument("name", metavar="NAME", help="the file's name, or a path that ends in it")
    for field in ("title", "role", "sector", "place"):
        new.add_argument(f"--{field}", metavar="TEXT", help=f"the scenario's {field}")

    preview = add("preview", author.preview, "play a file while you write it", "my-scenario.yaml")
    preview.add_argument("path", type=Path, metavar="PATH", help="the file")

    record = add(
        "record",
        author.record,
        "keep the last playthrough as a route",
        "my-scenario.yaml calm-night",
    )
    record.add_argument("path", type=Path, metavar="PATH", help="the scenario's file")
    record.add_argument("name", metavar="NAME", help="what to call the route")

    add("schema", author.schema, "print the JSON Schema for editors", "> scenario.schema.json")

    explore = add(
        "explore", exploring.explore, "count every run of a scenario", "smoke-on-ward-six"
    )
    explore.add_argument("path", metavar="PATH", help="a scenario's id, or the path of a file")
    how = explore.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="for programs")
    how.add_argument(
        "--map", choices=MAPS, nargs="?", const="text", help="draw the scenes; text by default"
    )
    explore.add_argument(
        "--to",
        metavar="TARGET",
        help="the shortest route to a scene, a scene.choice, or a state to end in",
    )

    audit = add("audit", author.audit, "measure the fairness of scenarios together", "my-folder")
    audit.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="files or folders; else what ships"
    )
    audit.add_argument("--json", action="store_true", help="for programs")

    handbook = add(
        "handbook", records.handbook, "read the ideas behind the game", "rule-context-decides"
    )
    handbook.add_argument("idea", nargs="?", metavar="IDEA", help="its id or its title")

    add("journal", records.journal, "list your playthroughs", "| head")
    return parser
