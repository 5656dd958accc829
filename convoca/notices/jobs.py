"""What the worker does between sessions."""

from django.utils import timezone

from convoca.foundation.duties import every
from convoca.notices.services import send_first_links


@every(minutes=30)
def sweep_first_links() -> None:
    """Look twice an hour for who came after something was told."""
    send_first_links(now=timezone.now())
