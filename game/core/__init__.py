"""The rules of the game: pure values and functions, without I/O, clock or randomness."""
