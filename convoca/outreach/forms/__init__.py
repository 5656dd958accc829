"""What the staff chooses and writes when people are contacted."""
