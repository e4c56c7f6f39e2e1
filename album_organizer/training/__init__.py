"""Trains models: on people's own data, and in ``builtin`` those that the program comes with.

Runs as a separate process; nothing below this layer imports it.
"""
