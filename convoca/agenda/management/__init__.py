"""The doors of the room on the command line."""
