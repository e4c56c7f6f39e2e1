"""Training started from the window: a process of its own, listed among the activities."""
