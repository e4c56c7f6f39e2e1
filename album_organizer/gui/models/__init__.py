"""The panel Models: versions, their cards and history, and every way to change them."""
