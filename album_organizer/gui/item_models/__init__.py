"""Qt item models: what lists of photos contain and in which order."""
