"""From a folder to an album: scan, analyse, score, group, break ties, select. No Qt, no PyTorch."""
