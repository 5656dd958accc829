"""What people answer about their time, read and counted."""
