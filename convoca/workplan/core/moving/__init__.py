"""One session moved while the others stay."""
