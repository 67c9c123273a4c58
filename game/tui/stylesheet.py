"""A stylesheet that parses each source once."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet


Variables = dict[str, str]
Parsed = LRUCache[tuple[Any, ...], list[RuleSet]]


class CachedStylesheet(Stylesheet):
    """
    A stylesheet that keeps what was parsed while *variables* stay the same.

    Textual parses every source again for a theme that is set before the first frame, and for
    each screen with a file of its own. Apps of one process share what was parsed.
    """

    _parsed: ClassVar[LRUCache[frozenset[tuple[str, str]], Parsed]] = LRUCache(8)

    def __init__(self, *, variables: Variables) -> None:
        super().__init__(variables=variables)
        self._parse_cache = self._parsed_with(variables)

    @classmethod
    def _parsed_with(cls, variables: Variables) -> Parsed:
        key = frozenset(variables.items())
        parsed = cls._parsed.get(key)
        if parsed is None:
            cls._parsed[key] = parsed = LRUCache(256)
        return parsed

    def set_variables(self, variables: Variables) -> None:
        """Set CSS variables; parse again only if one of them has another value."""
        if variables != self._variables:
            self._parse_cache = LRUCache(1)  # the next line clears it
            super().set_variables(variables)
            self._parse_cache = self._parsed_with(variables)

    def reparse(self) -> None:
        """Parse what is new. Raise StylesheetParseError if the CSS is invalid."""
        self.parse()
