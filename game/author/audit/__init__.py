"""The audit of a library: how much solvers gain that do not read the scenes."""
