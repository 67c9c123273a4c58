"""The message and the help of the problems of layout that are found in more than one way."""

from __future__ import annotations


TAB = (
    "a tab is used where only spaces may stand",
    "use spaces for indentation and between words",
)
OPEN_QUOTE = (
    "this quote is never closed",
    "add the closing quote at the end of the text",
)
TEXT_LEFT = (
    "this line belongs to the text above, but is not indented like it",
    "indent it as far as the first line of that text",
)
SECOND_DOCUMENT = (
    "a second document begins here",
    "keep one scenario in a file, and delete the line with ---",
)
NO_COLON = "a colon is missing after this name"
SPACE_AFTER_COLON = "write a space after each colon"
SPACE_AFTER_DASH = "write a space after each dash"
