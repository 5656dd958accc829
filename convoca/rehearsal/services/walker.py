"""Directors on the real pages: the mail is read, its link opened, its buttons pressed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.management import call_command
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext as _

from convoca.directory.models import PersonalLink
from convoca.foundation.links import MARK, address_of
from convoca.messaging.models import Message
from convoca.rehearsal.core.forms import Form, read_forms, read_links

MOST_STEPS = 60
OK = 200
Fields = Mapping[str, str | list[str]]


class PageBrokenError(Exception):
    """A page did not answer as a director needs it; the text says which and how."""


@dataclass
class Walker:
    """Takes the first so many acts of each kind through the pages; `walked` counts them.

    Pages live in the real present, so only links that open today are walked; the rest of the
    story goes through the services. What is decided is the same either way.
    """

    most: Mapping[str, int]
    is_on: bool = False
    walked: Counter[str] = field(default_factory=Counter)

    def visit(self, *, purpose: str, email: str) -> "Visit | None":
        """Open the link in the last mail of a purpose to an address, or None: not walked."""
        if not self.is_on or not email or self.walked[purpose] >= self.most.get(purpose, 0):
            return None
        reference = _mailed_reference(purpose, email)
        if reference is None:
            return None
        self.walked[purpose] += 1
        visit = Visit()
        visit.open(urlsplit(address_of(reference)).path)
        return visit


class Visit:
    """One browser with one director in it: cookies, forms with their hidden fields, redirects."""

    def __init__(self) -> None:
        host = urlsplit(settings.BASE_URL).hostname or "localhost"
        self._client = Client(enforce_csrf_checks=True, SERVER_NAME=host)
        self.path = ""
        self._forms: list[Form] = []
        self._links: list[str] = []

    def open(self, path: str) -> None:
        """Go to an address as if it were tapped."""
        self._arrive(self._client.get(path, follow=True, secure=settings.IS_HTTPS), path)

    def follow(self, ending: str) -> None:
        """Follow the first link of the page whose address ends so."""
        found = next((link for link in self._links if link.endswith(ending)), None)
        if found is None:
            said = _("%(page)s: no hay enlace a …%(ending)s")
            raise PageBrokenError(said % {"page": self.path, "ending": ending})
        self.open(urljoin(self.path, found))

    def press(self, fields: Fields, *, action: str = "") -> None:
        """Fill in the form that has these fields and leads to `action`, and press its button."""
        form = next((one for one in self._forms if one.fits(fields, action)), None)
        if form is None:
            said = _("%(page)s: no hay formulario con %(fields)s %(action)s")
            facts = {"page": self.path, "fields": ", ".join(sorted(fields)), "action": action}
            raise PageBrokenError(said % facts)
        address = urljoin(self.path, form.action) if form.action else self.path
        sent = {**form.hidden, **fields}
        response = self._client.post(
            address,
            sent,
            follow=True,
            secure=settings.IS_HTTPS,
            headers={"referer": settings.BASE_URL + self.path},
        )
        self._arrive(response, address)

    def _arrive(self, response: HttpResponseBase, path: str) -> None:
        if not isinstance(response, HttpResponse) or response.status_code != OK:
            raise PageBrokenError(f"{path}: {response.status_code}")
        self.path = response.wsgi_request.path  # type: ignore[attr-defined]  # the client adds it
        html = response.content.decode()
        self._forms, self._links = read_forms(html), read_links(html)


def _mailed_reference(purpose: str, email: str) -> str | None:
    """Return the reference in the last mail of a purpose, if its link opens at this moment."""
    message = (
        Message.objects.filter(purpose=purpose, to_address=email, state__in=Message.LEFT)
        .order_by("-pk")
        .first()
    )
    mark = MARK.search(message.body) if message else None
    if mark is None:
        return None
    alive = PersonalLink.objects.filter(
        reference=mark[1], revoked_at__isnull=True, expires_at__gt=timezone.now()
    )
    return mark[1] if alive.exists() else None


def ready_pages() -> None:
    """Collect the static files where pages look for them by their hashed names."""
    backend = settings.STORAGES["staticfiles"]["BACKEND"]
    if "Manifest" in backend and not (settings.STATIC_ROOT / "staticfiles.json").exists():
        call_command("collectstatic", interactive=False, verbosity=0)
