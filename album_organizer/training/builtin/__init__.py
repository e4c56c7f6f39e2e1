"""Builds the models that the program comes with."""
