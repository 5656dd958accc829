"""The pages of retention, by subject."""
