"""What the worker does for campaigns."""

from django.utils import timezone

from convoca.foundation.duties import every
from convoca.foundation.queue import on_nudge
from convoca.messaging.services.bounces import ADDRESS_DIED
from convoca.outreach.services import ADVANCE, advance_campaigns, ask_for_holders


@on_nudge(ADVANCE)
def advance() -> None:
    """Let the campaigns go on."""
    advance_campaigns(now=timezone.now())


@every(minutes=10)
def sweep_campaigns() -> None:
    """Look at the campaigns every ten minutes: hours open, gaps end, answers come."""
    advance_campaigns(now=timezone.now())


@on_nudge(ADDRESS_DIED)
def ask_who_holds() -> None:
    """Ask for a call where our mails come back."""
    ask_for_holders(now=timezone.now())


@every(hours=1)
def sweep_dead_addresses() -> None:
    """Find the seats whose address died, or is dead since a roster brought it."""
    ask_who_holds()
