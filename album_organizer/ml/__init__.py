"""The judges: checkpoint loading, networks, preprocessing, scorers and measured quality.

Importing this package, :mod:`~album_organizer.ml.technical` or :mod:`~album_organizer.ml.portrait`
does not import PyTorch; the modules that need it say so by importing it themselves.
"""
