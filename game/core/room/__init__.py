"""A room: a playthrough decided by many, as the replay of its acts."""
