"""Decisions, stars and labels that can be undone, and when the next photo comes by itself."""
