"""Puts home folder, settings, registry, models and catalog together for window and command line."""
