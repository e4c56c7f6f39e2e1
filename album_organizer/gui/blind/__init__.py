"""The blind test of two versions: pairs of photos to choose from, and whose taste it was."""
