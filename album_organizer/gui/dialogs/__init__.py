"""Separate windows for decisions: export and settings."""
