"""What the staff writes: notices, answers, the digest."""
