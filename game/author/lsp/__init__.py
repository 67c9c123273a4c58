"""What editors ask while an author types: ``features`` answers, ``server`` speaks the protocol."""
