"""Painters of list items."""
