"""Album Organizer: find the photos that belong in the album.

Importing this package loads neither PyTorch nor Qt; see CONTRIBUTING.md for its layers.
"""

__version__ = "0.1.0"
