"""The window that shows two versions of a model on a person's own photos."""
