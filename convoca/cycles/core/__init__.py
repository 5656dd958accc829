"""The rules of the cycle, without a database."""
