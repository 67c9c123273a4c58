"""Two Hats: a role-play game about telling leading from managing."""

__version__ = "0.1.0"
