"""The plain face: the game line by line, without cursor, colour or boxes."""
