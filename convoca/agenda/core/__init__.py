"""The rules of the agenda: pure functions over plain values."""
