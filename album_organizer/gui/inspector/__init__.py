"""The panel that says why a photo is where it is, its scores and how it was taken."""
