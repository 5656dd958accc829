"""Filters, tasks and results as they come from the pages."""
