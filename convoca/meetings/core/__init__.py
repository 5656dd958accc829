"""The rules of sessions, without a database."""
