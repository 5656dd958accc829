"""What was said, cut into pieces and put under codes."""
