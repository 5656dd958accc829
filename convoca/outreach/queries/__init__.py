"""Reading the queue and the campaigns."""
