"""What the desk reads, composed from all rooms."""
