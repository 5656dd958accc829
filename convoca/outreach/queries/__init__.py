"""Reading the queue, the campaigns and who asked not to be contacted."""

from convoca.outreach.queries.optouts import is_opted_out, opted_out_among

__all__ = ["is_opted_out", "opted_out_among"]
