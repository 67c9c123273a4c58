"""Every command of ``two-hats`` with its options, its help and an example."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from game import __version__
from game.cli.commands import play
from game.cli.output import Add, Command


FORMATS = ("text", "line", "json", "sarif", "github")
MAPS = ("text", "mermaid")
TARGETS = ("page", "site", "scorm12", "cmi5")
MAX_PORT = 65535
MIN_WIDTH = 20
"""The fewest columns that lines are broken at."""


def _unmeasured(prog: str) -> argparse.HelpFormatter:
    """
    Format as if the terminal had 80 columns.

    argparse makes a formatter for each argument that is added. To measure the terminal it
    imports shutil, which loads three libraries for archives.
    """
    return argparse.RawDescriptionHelpFormatter(prog, width=80)


class Parser(argparse.ArgumentParser):
    """
    A parser that measures the terminal only to print help or usage.

    Its errors escape what a terminal might obey in the arguments they repeat, and suggest the
    nearest command or choice.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=_unmeasured, allow_abbrev=False, **options)

    def format_help(self) -> str:
        """Return the help, as wide as the terminal."""
        self.formatter_class = argparse.RawDescriptionHelpFormatter
        return super().format_help()

    def format_usage(self) -> str:
        """Return the usage, as wide as the terminal."""
        self.formatter_class = argparse.RawDescriptionHelpFormatter
        return super().format_usage()

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        from game.content.diagnostics import Suggester

        try:
            super()._check_value(action, value)
        except argparse.ArgumentError as error:
            near = Suggester().suggest(str(value), map(str, action.choices or ()))
            if near is not None:
                error.message = f"{error.message}; did you mean '{near}'?"
            raise

    def error(self, message: str) -> NoReturn:
        """Print usage and *message* to stderr, and exit with 2."""
        from game.content.sanitize import safe, shorten

        super().error(shorten(safe(message), 400))


def build_parser(argv: Sequence[str] = ()) -> argparse.ArgumentParser:
    """
    Every command with its options, its help and an example.

    Where *argv* names one, that one alone: to build all takes longer than most of them run.
    """
    parser = Parser(
        prog="two-hats",
        description="A role-play game about telling leading from managing. "
        "Without a command it opens in this terminal.",
        epilog="example:\n  two-hats play smoke-on-ward-six",
    )
    parser.add_argument("--version", action="version", version=f"two-hats {__version__}")
    parser.set_defaults(
        command=play.play, scenario=None, seed=None, plain=False, new=False, width=None
    )
    add = _adder(parser.add_subparsers(title="commands", metavar="COMMAND"), "two-hats")
    named = next((word for word in argv if not word.startswith("-")), "")
    for name in (named,) if named in _COMMANDS else _COMMANDS:
        _COMMANDS[name](add)
    return parser


def _adder(commands: argparse._SubParsersAction[Any], to: str) -> Add:
    def add(name: str, command: Command, about: str, example: str) -> argparse.ArgumentParser:
        added: argparse.ArgumentParser = commands.add_parser(
            name,
            help=about,
            description=f"{about[0].upper()}{about[1:]}.",
            epilog=f"example:\n  {to} {name} {example}".rstrip(),
        )
        added.set_defaults(command=command)
        return added

    return add


def _add_play(add: Add) -> None:
    playing = add("play", play.play, "play a scenario", "smoke-on-ward-six --seed 7")
    playing.add_argument(
        "scenario", nargs="?", metavar="SCENARIO", help="its id, or the path of a file"
    )
    _add_way(playing)


def _add_campaign(add: Add) -> None:
    touring = add("campaign", play.campaign, "play one posting after another", "between-floors")
    touring.add_argument(
        "campaign", nargs="?", metavar="CAMPAIGN", help="its id, or the path of a file"
    )
    _add_way(touring)


def _add_way(to: argparse.ArgumentParser) -> None:
    """Add the options of how something is played."""
    to.add_argument("--seed", type=int, metavar="N", help="the same seed shows the same order")
    to.add_argument(
        "--plain", action="store_true", help="line by line, for screen readers and pipes"
    )
    _add_width(to)
    to.add_argument("--new", action="store_true", help="begin a new run, whatever is unfinished")


def _add_width(to: argparse.ArgumentParser) -> None:
    to.add_argument(
        "--width", type=_width, metavar="N", help="columns when line by line; 0 breaks no line"
    )


def _width(text: str) -> int:
    """Return *text* as a number of columns, 0 for no limit; raise ArgumentTypeError."""
    if text.isascii() and text.isdigit() and len(text) <= 5:
        number = int(text)
        if number == 0 or number >= MIN_WIDTH:
            return number
    raise argparse.ArgumentTypeError(f"lines have at least {MIN_WIDTH} columns; 0 breaks no line")


def _add_review(add: Add) -> None:
    again = add("review", play.review, "play a scene for what you missed and is due", "--plain")
    again.add_argument("--plain", action="store_true", help="line by line")
    _add_width(again)
    again.add_argument("--seed", type=int, metavar="N", help="the same seed shows the same order")


def _add_host(add: Add) -> None:
    from game.cli.commands import host

    hosting = add("host", host.host, "open a workshop room on this screen", "--phones")
    hosting.add_argument(
        "scenario",
        nargs="?",
        metavar="SCENARIO",
        help="its id, or the path of a file; or the id of a campaign",
    )
    hosting.add_argument("--phones", action="store_true", help="let phones on this network join")
    hosting.add_argument(
        "--bind", metavar="ADDRESS", help="the address phones come to; else all of this machine's"
    )
    hosting.add_argument(
        "--port", type=_port, default=0, metavar="N", help="the port; else one that is free"
    )
    hosting.add_argument(
        "--public-url",
        metavar="URL",
        help="the https address of a proxy or tunnel that leads here, for people on a call",
    )
    hosting.add_argument(
        "--trust-proxy",
        action="append",
        metavar="ADDRESS",
        help="the proxy's own address, such as 127.0.0.1: it names the people who come through it",
    )
    hosting.add_argument(
        "--resume",
        nargs="?",
        const="",
        metavar="ROOM",
        help="carry on the last room, or the one with this code or number; with SCENARIO, begin "
        "it if there is none",
    )
    hosting.add_argument(
        "--anonymous", action="store_true", help="take no names; everybody gets one made up"
    )
    hosting.add_argument(
        "--plain", action="store_true", help="line by line, for screen readers and services"
    )
    hosting.add_argument(
        "--rehearse",
        type=int,
        metavar="N",
        help="play with N bots and keep no record; with --phones your own can join",
    )


def _port(text: str) -> int:
    """Return *text* as a port, 0 for any; raise ArgumentTypeError."""
    if text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= MAX_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(f"ports are numbers from 0 to {MAX_PORT}")


def _add_console(add: Add) -> None:
    from game.cli.commands import host

    beside = add("console", host.console, "run a room from a screen of your own", "")
    beside.add_argument(
        "room",
        nargs="?",
        metavar="ROOM",
        help="its code; for another machine's room, ADDRESS/TICKET",
    )
    beside.add_argument("--plain", action="store_true", help="line by line, for screen readers")


def _add_check(add: Add) -> None:
    from game.cli.commands import author

    check = add("check", author.check, "list every problem of scenario files", "my-scenario.yaml")
    check.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="a file, or a folder of them"
    )
    check.add_argument(
        "--format", choices=FORMATS, default="text", help="for people, editors or scanners"
    )
    check.add_argument("--strict", action="store_true", help="let warnings and advice fail too")
    check.add_argument(
        "--fix",
        action="store_true",
        help="first mend quotes, blanks, dashes, ids and words; shows what changes, keeps a .bak",
    )
    check.add_argument("--scene", metavar="ID", help="only the problems of one scene")
    check.add_argument(
        "--summary", action="store_true", help="one line for each kind of problem, with its places"
    )
    check.add_argument("--explain", metavar="CODE", help="tell what a code means")


def _add_new(add: Add) -> None:
    from game.cli.commands import drafting

    new = add("new", drafting.new, "write a starter that already checks clean", "the-late-ferry")
    new.add_argument("name", metavar="NAME", help="the file's name, or a path that ends in it")
    for field in ("title", "role", "sector", "place"):
        new.add_argument(f"--{field}", metavar="TEXT", help=f"the scenario's {field}")
    how = new.add_mutually_exclusive_group()
    how.add_argument(
        "--from",
        dest="notes",
        type=Path,
        metavar="FILE",
        help="from notes in Markdown, or from an answer with YAML between ```",
    )
    how.add_argument(
        "--scenes",
        type=_scene_count,
        metavar="N",
        help="ask the three questions of the guide for each of N scenes",
    )
    how.add_argument("--blank", action="store_true", help="one scene, every text to be written")
    how.add_argument("--fork", action="store_true", help="the same with two ways on")


def _scene_count(text: str) -> int:
    """Return *text* as a number of scenes from 1 to 20; raise ArgumentTypeError."""
    if text.isdecimal() and 1 <= int(text) <= 20:
        return int(text)
    raise argparse.ArgumentTypeError("scenes are a number from 1 to 20")


def _add_outline(add: Add) -> None:
    from game.cli.commands import drafting

    outline = add(
        "outline", drafting.outline, "print a scenario as notes in Markdown", "my-scenario.yaml"
    )
    outline.add_argument("path", metavar="PATH", help="a scenario's id, or the path of a file")


def _add_preview(add: Add) -> None:
    from game.cli.commands import author

    preview = add("preview", author.preview, "play a file while you write it", "my-scenario.yaml")
    preview.add_argument("path", type=Path, metavar="PATH", help="the file")


def _add_record(add: Add) -> None:
    from game.cli.commands import author

    record = add(
        "record",
        author.record,
        "keep the last playthrough as a route",
        "my-scenario.yaml calm-night",
    )
    record.add_argument("path", type=Path, metavar="PATH", help="the scenario's file")
    record.add_argument("name", metavar="NAME", help="what to call the route")


def _add_schema(add: Add) -> None:
    from game.cli.commands import author

    schema = add(
        "schema", author.schema, "print the JSON Schema for editors", "> scenario.schema.json"
    )
    schema.add_argument(
        "kind",
        nargs="?",
        choices=("scenario", "campaign"),
        default="scenario",
        help="of what; by default a scenario",
    )
    schema.add_argument(
        "--prompt",
        action="store_true",
        help="print the format, its rules and a scene instead, for drafting with a language model",
    )


def _add_rename(add: Add) -> None:
    from game.cli.commands import editing

    renaming = add(
        "rename",
        editing.rename,
        "rename a scene, choice or character, also in routes and campaigns",
        "choice quay.list quay.read-list my-scenario.yaml",
    )
    renaming.add_argument(
        "kind", choices=("scene", "choice", "character"), help="what is to be renamed"
    )
    renaming.add_argument("old", metavar="OLD", help="its id; of a choice, SCENE.CHOICE")
    renaming.add_argument("new", metavar="NEW", help="its new id")
    renaming.add_argument("path", type=Path, metavar="PATH", help="the scenario's file")


def _add_lsp(add: Add) -> None:
    from game.cli.commands import editing

    serving = add("lsp", editing.lsp, "serve an editor: problems, completion, renaming", "--stdio")
    serving.epilog = f"It needs pygls: pip install '.[lsp]'.\n\n{serving.epilog}"
    serving.add_argument(
        "--stdio", action="store_true", help="over standard streams, which is the only way"
    )


def _add_explore(add: Add) -> None:
    from game.cli.commands import author

    explore = add("explore", author.explore, "count every run of a scenario", "smoke-on-ward-six")
    explore.add_argument(
        "path", metavar="PATH", nargs="?", help="a scenario's id, or the path of a file"
    )
    how = explore.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="for programs")
    how.add_argument(
        "--map",
        metavar=f"{{{','.join(MAPS)}}}",
        nargs="?",
        const="text",
        help="draw the scenes; text by default",
    )
    explore.add_argument(
        "--to",
        metavar="TARGET",
        help="the shortest route to a scene, a scene.choice, a state to end in, or a part: "
        "scene.choice.2 (its second way on), scene.echoes.1, scene.says.ana, scene.extra_cue.ana",
    )
    explore.add_argument(
        "--from", dest="from_", metavar="SCENE", help="count from a scene on, not from the start"
    )
    explore.add_argument(
        "--chose",
        metavar="CHOICES",
        default="",
        help="what was chosen before --from, in order: quay.list,harbour.wait; "
        "gauges and trust follow",
    )
    explore.add_argument(
        "--trust", metavar="TRUST", default="", help="trust at --from, set by hand: ana=4,ben=2"
    )


def _add_audit(add: Add) -> None:
    from game.cli.commands import author

    audit = add("audit", author.audit, "measure the fairness of scenarios together", "my-folder")
    audit.epilog = (
        "The trained solvers need scikit-learn: pip install '.[audit]'.\n"
        "Exits 0 when every solver was tried and none is over its limit, 1 when one is over,\n"
        "2 when none is over but the trained solvers could not be tried.\n\n"
        f"{audit.epilog}"
    )
    audit.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="files or folders; else what ships"
    )
    audit.add_argument(
        "--plays",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="journals, and exports of them and of rooms; tells how the scenes fared instead",
    )
    audit.add_argument(
        "--quick", action="store_true", help="the same verdict in seconds, without the column p"
    )
    audit.add_argument("--json", action="store_true", help="for programs")


def _add_publish(add: Add) -> None:
    from game.cli.commands import publish

    making = add(
        "publish",
        publish.publish,
        "make a web page or a course that opens by a click",
        "smoke-on-ward-six --to page",
    )
    making.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="a scenario or a campaign by its id, or a file, a folder or a pack",
    )
    making.add_argument(
        "--to", choices=TARGETS, default="page", help="page (else), site, or a course package"
    )
    making.add_argument(
        "-o", "--output", type=Path, metavar="PATH", help="the file; the folder of a site"
    )
    making.add_argument(
        "--url", metavar="URL", help="where it will be found, so that a link to it shows a picture"
    )
    making.add_argument(
        "--mastery", type=int, metavar="N", help="in a course: the points, 0 to 100, that pass"
    )


def _add_handbook(add: Add) -> None:
    reading = add(
        "handbook", play.handbook, "read the ideas behind the game", "rule-context-decides"
    )
    reading.add_argument("idea", nargs="*", metavar="IDEA", help="its id or its title")


def _add_journal(add: Add) -> None:
    """Add the command ``journal``, which without a part lists the runs."""
    from game.cli.commands import journal
    from game.cli.journal_parts import add_parts

    parser = add("journal", journal.overview, "list, export or delete what you played", "list")
    parser.set_defaults(runs=(), scenario=None, finished=None, attempt=None)
    parts = parser.add_subparsers(title="what to do", metavar="WHAT", help="by itself: list")
    add_parts(_adder(parts, "two-hats journal"))


_COMMANDS: Mapping[str, Callable[[Add], None]] = {
    "play": _add_play,
    "campaign": _add_campaign,
    "review": _add_review,
    "host": _add_host,
    "console": _add_console,
    "check": _add_check,
    "new": _add_new,
    "outline": _add_outline,
    "preview": _add_preview,
    "record": _add_record,
    "rename": _add_rename,
    "lsp": _add_lsp,
    "schema": _add_schema,
    "explore": _add_explore,
    "audit": _add_audit,
    "publish": _add_publish,
    "handbook": _add_handbook,
    "journal": _add_journal,
}
