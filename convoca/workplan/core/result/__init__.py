"""A plan as values, as files, in figures, and of several communities."""
