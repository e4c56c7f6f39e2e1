"""What the program talks about: photos, scores, groups, comparisons, picks and jobs.

The lowest layer: standard library and numpy only, no files, no models, no window.
"""
