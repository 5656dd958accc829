"""What stands around a director's page."""

from django.http import HttpRequest
from django.urls import reverse

from convoca.portal.access import opened_references
from convoca.ui.frames import PortalFrame


def frame(request: HttpRequest) -> dict[str, object]:
    """Return the footer of a page that belongs to nobody: leaving, where a link is open."""
    leave_url = reverse("portal:leave") if opened_references(request) else ""
    return {"portal": PortalFrame("", reverse("desk:privacy"), leave_url)}
