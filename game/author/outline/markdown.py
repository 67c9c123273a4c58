"""Render a scenario as an outline in Markdown that reads back as the same scenario."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from game.author.outline import grammar
from game.author.outline.blocks import begun, escaped, wrapped
from game.core.enums import Dimension, Pole
from game.core.scenario import Character, Choice, Need, Next, Scenario, Scene, Stance, When


def outline(scenario: Scenario) -> str:
    """Return the outline of *scenario*."""
    return "\n".join(_scenario(scenario)) + "\n"


def _scenario(scenario: Scenario) -> Iterator[str]:
    yield f"# {_heading(scenario.title)}"
    yield ""
    yield from _entry("Summary", scenario.summary)
    yield from _entry("Role", scenario.role)
    for name in ("sector", "place", "seniority", "minutes", "language"):
        value = getattr(scenario, name)
        if value is not None and (name, value) != ("language", "en"):
            yield from _entry(name.capitalize(), str(value))
    if scenario.content_note is not None:
        yield from _entry("Content note", scenario.content_note)
    yield ""
    yield "## People"
    yield ""
    taken: list[str] = []
    for character in scenario.cast.items():
        yield from _person(*character, taken)
    taken = []
    for scene in scenario.scenes.values():
        yield ""
        yield from _scene(scene, scenario, taken)
    yield ""
    yield "## Endings"
    yield ""
    for state in grammar.ENDINGS:
        yield from _entry(state.capitalize(), getattr(scenario.endings, state))
    if scenario.debrief.what or scenario.debrief.so_what or scenario.debrief.now_what:
        yield ""
        yield "## Debrief"
        yield ""
        for key in grammar.DEBRIEF.values():
            for question in getattr(scenario.debrief, key):
                yield from _entry(key.replace("_", " ").capitalize(), question)


def _person(key: str, person: Character, taken: list[str]) -> Iterator[str]:
    own = grammar.distinct(grammar.person_id(person.name) or "somebody", taken)
    taken.append(key)
    listening = person.listens_for
    name = begun(escaped(f"{person.name},"))[:-1]
    name = re.sub(r"[,;]|(?<=\s)[–—-](?=\s|$)", r"\\\g<0>", name)
    name = re.sub("^[*_]", r"\\\g<0>", name)
    text = f"{name}, {_inline(person.role)}, listens for {listening.dimension} {listening.pole}"
    yield from _item(text + _id(key, own), 0)
    if person.brief is not None:
        yield from _below(_unlabelled(person.brief), 0)


def _scene(scene: Scene, scenario: Scenario, taken: list[str]) -> Iterator[str]:
    own = grammar.distinct(grammar.slug(scene.title) or "scene", taken)
    taken.append(scene.id)
    given = [scene.context.value, *(["emergency"] if scene.emergency else []), _words(scene.call)]
    if scenario.start == scene.id and next(iter(scenario.scenes)) != scene.id:
        given.append("start")
    yield f"## {_heading(scene.title)} ({', '.join(given)}){_id(scene.id, own)}"
    yield ""
    text, marked = _marked(scene)
    for paragraph in text.split("\n\n"):
        yield wrapped(_safe_start(begun(paragraph)), 0)
        yield ""
    people = _names(scenario)
    yield from _entry("Because", scene.call_because)
    for who, line in scene.says.items():
        yield from _entry(f"{people[who]} says", line)
    for who, line in scene.extra_cue.items():
        yield from _entry(f"{people[who]} adds", line)
    if scene.present:
        yield from _entry("Present", ", ".join(scene.present))
    for echo in scene.echoes:
        yield from _entry(f"Echo if {_when(echo.when)}", echo.text)
    if scene.need != Need.pure(scene.call) and not set(scene.need.tokens) <= marked:
        yield from _entry("Need", ", ".join(_tokens(scene.need)))
    for dimension, words in scene.cues.items():
        if dimension not in marked:
            yield from _entry(f"Cue {dimension}", words)
    yield from _entry("Wanted", ", ".join(map(_words, scene.wanted)))
    for call, text in scene.after_call.items():
        yield from _entry(f"After {_words(call)}", text)
    if scene.readers:
        counted = (f"{_words(call)} {number}" for call, number in scene.readers.items())
        yield from _entry("Readers", ", ".join(counted))
    if scene.dissent is not None:
        yield from _entry("Dissent", scene.dissent)
    if scene.facilitator is not None and scene.facilitator.notes is not None:
        yield from _entry("Notes", scene.facilitator.notes)
    for question in scene.facilitator.ask if scene.facilitator is not None else ():
        yield from _entry("Ask", question)
    yield ""
    yield "### Choices"
    yield ""
    ids: list[str] = []
    for choice in scene.choices.values():
        yield from _choice(choice, ids)


def _choice(choice: Choice, taken: list[str]) -> Iterator[str]:
    first, *more = choice.text.split("\n\n")
    own = grammar.distinct(grammar.slug(first, 3) or "choice", taken)
    taken.append(choice.id)
    yield from _item(_braced(begun(escaped(first))) + _id(choice.id, own), 0)
    for paragraph in more:
        yield from _below(_unlabelled(paragraph), 0)
    yield from _entry("Stance", _stance(choice.stance), 1)
    if choice.shows:
        yield from _entry("Shows", ", ".join(map(_words, choice.shows)), 1)
    if choice.leans_on is not None:
        yield from _entry("Leans on", _words(choice.leans_on), 1)
    if choice.borne_by is not None:
        yield from _entry("Borne by", choice.borne_by, 1)
    if choice.right_if is not None:
        yield from _entry("Right if", choice.right_if, 1)
    yield from _entry("Outcome", choice.outcome, 1)
    yield from _entry("Reason", choice.explanation, 1)
    if choice.readers:
        yield from _entry("Readers", str(choice.readers), 1)
    if choice.ideas:
        yield from _entry("Ideas", ", ".join(choice.ideas), 1)
    yield from _entry("Next", _next(choice.next), 1)


def _entry(label: str, text: str, level: int = 0) -> Iterator[str]:
    """Yield the lines of ``- Label: text``, with further paragraphs below."""
    first, *more = text.split("\n\n")
    yield from _item(f"{label}: {_inline(first)}", level)
    for paragraph in more:
        yield from _below(begun(escaped(paragraph)), level)


def _item(text: str, level: int) -> Iterator[str]:
    indent = "  " * level
    yield f"{indent}- {wrapped(text, len(indent) + 2)}"


def _below(text: str, level: int) -> Iterator[str]:
    """Yield the paragraphs of *text*, indented as part of the item above."""
    indent = "  " * (level + 1)
    for paragraph in text.split("\n\n"):
        yield ""
        yield indent + wrapped(paragraph, len(indent))
    yield ""


def _inline(text: str) -> str:
    """Escape *text* for use after other text on a line."""
    return _braced(escaped(text))


def _braced(text: str) -> str:
    """Escape braces at the end of *text*, which would read as an id."""
    return re.sub(r"\{(?=[^{}]*\}$)", r"\\{", text)


def _heading(text: str) -> str:
    text = re.sub(r"\((?=[^()]*\)$)", r"\\(", _inline(text))
    if text != grammar.unnumbered(text):
        text = re.sub("[.):–—-]", r"\\\g<0>", text, count=1)
    return re.sub(r"(?<!\\)#$", r"\\#", text)


def _unlabelled(text: str) -> str:
    """Escape the start of each paragraph of *text*, so that none has a block or label."""
    return "\n\n".join(_safe_start(begun(escaped(part))) for part in text.split("\n\n"))


def _safe_start(text: str) -> str:
    head, colon, rest = text.partition(":")
    return f"{head}\\:{rest}" if colon and len(head) < 60 and "\\" not in head else text


def _id(key: str, own: str) -> str:
    """Return *key* as an id in braces; empty if it equals *own*, the default id."""
    return "" if key == own else f" {{#{key}}}"


def _words(word: str) -> str:
    return str(word).replace("-", " ")


def _names(scenario: Scenario) -> Mapping[str, str]:
    """Map each character to its label in dialogue: the name if unique, else the id."""
    names = [person.name.lower() for person in scenario.cast.values()]
    return {
        key: person.name
        if names.count(person.name.lower()) == 1 and re.fullmatch(r"[^\W\d_][\w '.-]*", person.name)
        else key
        for key, person in scenario.cast.items()
    }


def _tokens(need: Need) -> Iterator[str]:
    for dimension, tokens in need.tokens.items():
        yield f"{dimension} {tokens.pole} {tokens.count}"


def _stance(stance: Stance) -> str:
    for pole in Pole:
        if stance == Stance.all(pole):
            return pole.value
    return ", ".join(f"{dimension} {pole}" for dimension, pole in stance.poles.items())


def _when(when: When) -> str:
    parts = []
    if when.chose:
        parts.append(f"chose {' or '.join(when.chose)}")
    if when.state:
        parts.append(f"state {' or '.join(state.value for state in when.state)}")
    if when.trust:
        parts.append(f"trust {', '.join(f'{who} {level}' for who, level in when.trust.items())}")
    return " and ".join(parts)


def _next(following: Next) -> str:
    return "; ".join(
        route.go + (f" if {_when(route.when)}" if route.when else "") for route in following.routes
    )


def _marked(scene: Scene) -> tuple[str, set[Dimension]]:
    """Return the text of *scene* with its cues marked, and the dimensions marked."""
    text = escaped(scene.text, ("==", "**"))
    spans: list[tuple[int, int, Dimension]] = []
    for dimension, words in scene.cues.items():
        start = text.find(words)
        end = start + len(words)
        apart = all(end <= first or last <= start for first, last, _ in spans)
        is_bare = text[start - 1 : start] != "\\" and not set(words) & set("=*\\\n")
        if start >= 0 and apart and is_bare:
            spans.append((start, end, dimension))
    marked = {dimension for _, _, dimension in spans}
    tokens = scene.need.tokens
    inline = scene.need != Need.pure(scene.call) and set(tokens) <= marked
    for start, end, dimension in sorted(spans, reverse=True):
        given = f"{dimension}"
        if inline and dimension in tokens:
            given += f" {tokens[dimension].pole} {tokens[dimension].count}"
        text = f"{text[:start]}=={text[start:end]}==[{given}]{text[end:]}"
    return text, marked
