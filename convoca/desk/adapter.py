"""How the staff signs in: mails go through the outbox like any other."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import timezone

from convoca.directory.models import User
from convoca.foundation.links import new_reference
from convoca.messaging.services import Recipient, Text, queue_message

CODE_LIVES = timedelta(minutes=10)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """No sign-up: people of the staff are added by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: nobody signs up."""
        return False

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:  # Any: the library's
        """Put a mail about signing in into the outbox; to an unknown address nothing leaves."""
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            return
        mail = self.render_mail(template_prefix, email, {"email": email, **context})
        queue_message(
            association=user.association,
            key=f"sign-in:{new_reference()}",
            purpose="sign_in",
            occasion=f"user:{user.pk}",
            recipient=Recipient(user.email, user.name),
            text=Text(subject=mail.subject, body=str(mail.body)),
            now=timezone.now(),
            not_after=timezone.now() + CODE_LIVES,
        )
