"""What authors use: check, explore, audit; each gives a report that the command line prints."""
