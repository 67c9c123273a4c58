"""The library that ships, read once in a process."""

from __future__ import annotations

from game.content.library import Library, packaged


LIBRARY = Library.of([packaged()])
"""Read what it holds, change nothing: every test of a process has the same one."""
