"""The catalog: everything the program remembers between two runs."""
