"""The staff's pages of sessions."""
