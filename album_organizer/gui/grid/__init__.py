"""The grid of thumbnails: where cells lie, how they are walked through, date headers."""
