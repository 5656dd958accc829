"""Invented people and what they do: pure, and the same for the same seed."""
