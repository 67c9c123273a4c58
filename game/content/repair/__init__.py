"""Repair the layout of a broken file line by line, by what the format permits at each place."""
