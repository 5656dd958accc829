"""The pages of the directory, by subject."""
