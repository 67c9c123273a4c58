"""The journal: every playthrough as its actions, in one SQLite file of the player's own."""
