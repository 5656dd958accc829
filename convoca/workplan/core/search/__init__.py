"""The search for the best dates, with its bound and its proof."""
