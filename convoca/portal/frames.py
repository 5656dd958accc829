"""The footer of a personal page."""

from django.urls import reverse

from convoca.foundation.models import Association
from convoca.ui.frames import PortalFrame


def frame_of(association: Association) -> PortalFrame:
    """Return the footer of a personal page: who asks, what happens with data, the way out."""
    return PortalFrame(association.name, reverse("desk:privacy"), reverse("portal:leave"))
