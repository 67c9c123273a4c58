"""What all runs of a scenario come to: counted over its states, never by listing runs."""
