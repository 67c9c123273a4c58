"""Rooms: a playthrough that a group decides by votes, as pure rules over immutable values."""
