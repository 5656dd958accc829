"""What a problem says, as values and as a file."""
