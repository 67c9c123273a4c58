"""Exact analysis of a scenario: counts over states, never a list of runs."""
