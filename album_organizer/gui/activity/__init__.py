"""What runs in the background, in one list: how far it is, with pause and cancel."""
