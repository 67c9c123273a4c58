"""The whole game line by line: no cursor, no colour, no boxes."""
