"""What leaves the program: copies of the album's photos, JSON and CSV."""
