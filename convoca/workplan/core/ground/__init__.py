"""The rules and the values of a problem laid out for a search."""
