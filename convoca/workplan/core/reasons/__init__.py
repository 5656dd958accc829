"""Why these dates, and why there are none."""
