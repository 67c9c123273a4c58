"""The workshop's server: phones join, vote and see; a facilitator's console connects."""
