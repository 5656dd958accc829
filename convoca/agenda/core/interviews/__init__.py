"""The guide of an interview, what may be answered, and the walk through it."""
