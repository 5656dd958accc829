"""The rules of inviting and of loyalty, without a database."""
