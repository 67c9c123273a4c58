"""Language server for editors: ``features`` holds the logic, ``server`` the protocol."""
