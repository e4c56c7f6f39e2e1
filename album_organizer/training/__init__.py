"""Builds the built-in models: data, damage, frozen trunk, heads, validation.

Runs as a separate process; nothing below this layer imports it.
"""
