"""Versions of the models: models/registry.yaml, its history, and which version is in use.

Loads no network itself; whoever builds a :class:`~album_organizer.registry.registry.Registry`
passes the function that checks a checkpoint.
"""
