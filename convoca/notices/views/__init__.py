"""The staff's pages of this room, by subject."""
