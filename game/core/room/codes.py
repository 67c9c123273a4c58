"""The short code of a room, which is shown large and typed by hand."""

from __future__ import annotations


CODE_LETTERS = "2345679ACDEF"
"""The characters of a code: each has a large glyph, and no two look alike from the back row."""
CODE_LENGTH = 5
