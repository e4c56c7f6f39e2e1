"""Judges the judges: two versions compared on a person's own photos, openly or in blind."""
