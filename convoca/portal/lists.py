"""Whether a person stopped the lists, for the own pages."""

from django.urls import reverse

from convoca.directory.models import Person
from convoca.directory.queries import email_of
from convoca.foundation.hashes import hash_address
from convoca.messaging.models import Message
from convoca.messaging.queries import lists_stop
from convoca.messaging.services.addresses import unsubscribe_token


def stopped_lists_url(person: Person) -> str:
    """Return the page where a person who stopped the lists may have them again, or nothing."""
    email = email_of(person)
    if not email or lists_stop(hash_address(Message.Channel.EMAIL, email)) is None:
        return ""
    return reverse("portal:lists", args=[unsubscribe_token(email)])
