"""Validate a scenario after binding: its key is consistent and the end can be reached."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from game.content.binding.context import Binder
from game.content.diagnostics import QUOTES, Label
from game.content.sanitize import quoted, shorten
from game.content.yaml.nodes import ListNode, MapNode, Node, TextNode, at, name_span, span_of
from game.content.yaml.source import Span
from game.core.enums import Call, Dimension, Myth, Pole
from game.core.scenario import END, SCENE_TOKENS, Scenario, Scene, When
from game.core.scoring import best_choices


_STRAIGHT = str.maketrans("“”„‘’‚", "\"\"\"'''")

# The permitted numbers of lead tokens by call, with the help.
_LEADING = {
    Call.LEAD: ((4, 5), "at least four tokens that lead"),
    Call.MANAGE: ((0, 1), "at least four tokens that manage"),
    Call.LEAD_THEN_MANAGE: ((2, 3), "two or three tokens of each"),
    Call.MANAGE_THEN_LEAD: ((2, 3), "two or three tokens of each"),
}


def check_scene(binder: Binder, scene: Scene, node: MapNode) -> None:
    """Report contradictions in the key of *scene*."""
    if binder.cut:
        return  # a missing part may be in a line that recovery left out
    if scene.id == END:
        message = "a scene cannot be called 'end', which is where a scenario ends"
        binder.add_problem("E105", message, name_span(node), help="give the scene another name")
    _check_need(binder, scene, node)
    _check_cues(binder, scene, node)
    _check_choices(binder, scene, node)
    _check_readers(binder, scene, node)


def _check_readers(binder: Binder, scene: Scene, node: MapNode) -> None:
    asked = scene.readers_in_all
    chosen = sum(choice.readers for choice in scene.choices.values())
    if asked != chosen:
        first = next((choice.id for choice in scene.choices.values() if choice.readers), "")
        counted = at(node, "readers") if asked else at(node, "choices", first, "readers")
        message = f"{asked} readers gave a call here, but {chosen} took a choice"
        hint = "write at each choice how many found it best; the same readers give both answers"
        binder.add_problem("W305", message, name_span(counted), help=hint)
    elif scene.dissent is not None and asked and _all_agree(scene):
        message = f"all {asked} readers gave the call and took the best choice, so none dissents"
        hint = "delete dissent, or correct the counts"
        binder.add_problem("W307", message, name_span(at(node, "dissent")), help=hint)


def _all_agree(scene: Scene) -> bool:
    best = sum(scene.choices[choice].readers for choice in best_choices(scene))
    return scene.readers_in_all == scene.readers.get(scene.call, 0) == best


def _check_need(binder: Binder, scene: Scene, node: MapNode) -> None:
    span = name_span(at(node, "need")) if "need" in node.entries else name_span(at(node, "call"))
    total, leading = scene.need.count(), scene.need.count(Pole.LEAD)
    (minimum, maximum), hint = _LEADING[scene.call]
    hint = f"the call {scene.call} needs {hint}"
    if not total:
        message = f"a scene that calls for {scene.call} has to say what it needs"
        hint = "add a need of five tokens, such as {focus: lead 2, queries: manage 2, goal: manage}"
        binder.add_problem("E204", message, span, help=hint)
    elif total != SCENE_TOKENS:
        lacking = SCENE_TOKENS - total
        change = f"add {lacking}" if lacking > 0 else f"take {-lacking} away"
        message = f"the tokens sum to {total}, not to five"
        binder.add_problem("E204", message, span, help=f"{change}; {hint}")
    elif not minimum <= leading <= maximum:
        counted = f"{leading} of lead and {SCENE_TOKENS - leading} of manage"
        message = f"the tokens are {counted}, but the call is {scene.call}"
        second = Label(span_of(at(node, "call")), "the call")
        binder.add_problem("E205", message, span, help=hint, second=second)


def _check_cues(binder: Binder, scene: Scene, node: MapNode) -> None:
    text = " ".join(scene.text.split())
    for dimension, words in scene.cues.items():
        cue = at(node, "cues", dimension.value)
        quote = " ".join(words.split())
        if scene.need.tokens and dimension not in scene.need.tokens:
            message = f"{dimension} has a cue, but the scene needs nothing there"
            hint = f"delete the cue, or give {dimension} tokens in need"
            binder.add_problem("E207", message, name_span(cue), help=hint)
        elif quote not in text:
            hint = "copy the words exactly as they stand there"
            if quote.strip(QUOTES) in text:
                hint = "leave the quotation marks out: they are read as part of the words"
            elif quote.casefold() in text.casefold():
                hint = "only capitals differ"
            elif quote.translate(_STRAIGHT) in text.translate(_STRAIGHT):
                hint = (
                    "only quotes or apostrophes differ: curly here, straight there, or the reverse"
                )
            message = "these words do not occur in the text of the scene"
            binder.add_problem("E206", message, span_of(cue), help=hint)
    without = [dimension.value for dimension in scene.need.tokens if dimension not in scene.cues]
    if without:
        message = f"nothing in the text is named as the cue for {', '.join(without)}"
        hint = "quote under cues, for each, the words of the text that show the need"
        binder.add_problem("W303", message, name_span(at(node, "cues")), help=hint)


def _check_choices(binder: Binder, scene: Scene, node: MapNode) -> None:
    same: dict[tuple[Pole | None, ...], str] = {}
    for choice in scene.choices.values():
        current = at(node, "choices", choice.id)
        if (choice.leans_on is None) != (choice.borne_by is None):
            given, lacks = ("leans_on", "borne_by")
            if choice.leans_on is None:
                given, lacks = lacks, given
            message = f"{given} is given, but {lacks} is not"
            hint = "a choice that leans on a myth names who bears its cost; others have neither"
            binder.add_problem("E208", message, name_span(at(current, given)), help=hint)
        if scene.emergency and choice.leans_on is Myth.LEADING_IS_TELLING:
            message = "in an emergency orders are in place, so telling is no myth here"
            hint = "let the choice lean on another myth, or delete emergency"
            span = span_of(at(current, "leans_on"))
            binder.add_problem("E210", message, span, help=hint)
        stance = tuple(choice.stance.poles.get(dimension) for dimension in Dimension)
        other = same.setdefault(stance, choice.id)
        if other != choice.id:
            message = f"{quoted(choice.id)} takes the same stance as {quoted(other)}"
            second = Label(name_span(at(node, "choices", other, "stance")), "the other")
            hint = "choices of one scene have to differ in at least one dimension"
            span = name_span(at(current, "stance"))
            binder.add_problem("E211", message, span, help=hint, second=second)


def check_when(binder: Binder, when: When, node: MapNode) -> None:
    """Report a condition without any part."""
    if not (when.chose or when.state or when.trust):
        expected = "give at least one of chose, state, trust"
        binder.add_problem(
            "E108", "this condition asks nothing", name_span(node), expected=expected
        )


CHECKS: Mapping[type, Callable[[Binder, Any, MapNode], None]] = {
    Scene: check_scene,
    When: check_when,
}
"""The checks that run on a value directly after reading."""


def check_scenario(binder: Binder, scenario: Scenario, root: Node) -> None:
    """Report contradictions between parts of *scenario*, whose ids are all defined."""
    if scenario.start == END:
        span = span_of(at(root, "start"))
        binder.add_problem(
            "E202", "a scenario cannot start with its end", span, help="name a scene"
        )
        return
    _check_present(binder, scenario, root)
    ways = {
        scene.id: {go for choice in scene.choices.values() for go in choice.next.targets}
        for scene in scenario.scenes.values()
    }
    back: dict[str, set[str]] = {}
    for scene, targets in ways.items():
        for target in targets:
            back.setdefault(target, set()).add(scene)
    ending, reached = reach(END, back), reach(scenario.start, ways)
    stuck = [scene for scene in ways if scene not in ending]
    if stuck:
        names = ", ".join(map(quoted, stuck[:5])) + (" and others" if len(stuck) > 5 else "")
        message = f"the end can never be reached from {names}"
        hint = "let at least one choice lead on to the end, or to a scene that does"
        span = name_span(at(root, "scenes", stuck[0]))
        binder.add_problem("E203", message, span, help=hint)
    for scene in ways:
        if scene not in reached:
            span = name_span(at(root, "scenes", scene))
            hint = "name it as the next of a choice, or delete it"
            binder.add_problem("W301", f"no way leads to {quoted(scene)}", span, help=hint)


def _check_present(binder: Binder, scenario: Scenario, root: Node) -> None:
    for scene in scenario.scenes.values():
        for choice in scene.choices.values():
            if choice.borne_by is None or not scene.present or choice.borne_by in scene.present:
                continue
            span = span_of(at(root, "scenes", scene.id, "choices", choice.id, "borne_by"))
            message = f"{quoted(choice.borne_by)} bears the myth, but is not present in the scene"
            hint = "add the id to present, or let somebody bear it who is there"
            binder.add_problem("E209", message, span, help=hint)


def reach(start: str, ways: Mapping[str, Iterable[str]]) -> set[str]:
    """Return all nodes reachable from *start* in *ways*, including *start*."""
    seen, todo = {start}, [start]
    while todo:
        for target in ways.get(todo.pop(), ()):
            if target not in seen:
                seen.add(target)
                todo.append(target)
    return seen


_CUTTING = re.compile(r"#[^\s#]|\[[^\[\]\n]*,")
_CUT = re.compile(r"[ \t]+#[^\s#]")


def check_cuts(binder: Binder, root: Node) -> None:
    """Report unquoted texts that end at a ``#``, or at a comma in a list."""
    source = binder.source
    if not _CUTTING.search(source.text):
        return
    todo = [root]
    while todo:
        node = todo.pop()
        if isinstance(node, MapNode):
            todo.extend(node.entries.values())
        elif isinstance(node, ListNode):
            todo.extend(node.items)
            _check_commas(binder, node)
        elif isinstance(node, TextNode) and node.plain and node.value:
            number = node.end.line + 1
            cut = _CUT.match(source.line(number), node.end.column)
            if cut is not None:
                span = Span(number, cut.end() - 1, number, cut.end())
                hint = "put the text in quotes; write a space after the # of a comment"
                binder.add_problem("W302", "the text is cut by this #", span, help=hint)


PROSE_LISTS = frozenset({"ask", "what", "so_what", "now_what"})
"""The entries whose lists hold sentences; others hold words and ids."""


def _check_commas(binder: Binder, node: ListNode) -> None:
    """Report texts that end at a comma of a flow list: in curly quotes, or in prose."""
    if binder.source.line(node.start.line + 1)[node.start.column : node.start.column + 1] != "[":
        return
    for item, after in zip(node.items[:-1], node.items[1:], strict=True):
        if not isinstance(item, TextNode) or not item.plain:
            continue
        if re.match("[“„][^“”]*$", item.value):
            hint = """put it in straight quotes, " or ': only these keep a text whole"""
            message = "the text in these curly quotes is cut at its comma"
            binder.add_problem("W304", message, span_of(item), help=hint)
        elif (
            (node.key and node.key.value) in PROSE_LISTS
            and isinstance(after, TextNode)
            and after.plain
            and _goes_on(item.value, after.value)
        ):
            whole = shorten(f"{item.value}, {after.value}", 80)
            message = "this text is cut at its comma, and goes on as another entry"
            hint = f'put the whole text in quotes: ["{whole}"]'
            second = Label(span_of(after), "the rest")
            binder.add_problem("W304", message, span_of(item), help=hint, second=second)


def _goes_on(text: str, after: str) -> bool:
    """Return whether the prose *text* has no end and *after* may continue it."""
    prose = " " in text.strip() or " " in after.strip()
    return prose and text.rstrip()[-1:] not in ".?!…" and not after[:1].isupper()
