"""An independent check of a plan: it shares no code with the search."""
