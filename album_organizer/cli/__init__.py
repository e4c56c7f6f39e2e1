"""The command line: each command reads options, calls the workspace and prints the result."""
