"""Every command of the window with its keys, the keys a person chose, and where they are shown."""
