"""Staff of an association: the only people who sign in."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.functional import cached_property

from convoca.foundation.models import Association


class UserManager(BaseUserManager["User"]):
    """Makes users by their e-mail address; they come with their association, asked everywhere."""

    def get_queryset(self) -> models.QuerySet["User"]:
        """Return users with their association."""
        return super().get_queryset().select_related("association")

    def create_user(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":  # Any: Django's own field values
        """Create one member of the staff."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A member of the staff; an administrator may do everything within the association."""

    association = models.ForeignKey(Association, models.PROTECT, related_name="users")
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_administrator = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def roles(self) -> dict[int, str]:
        """Return the role in the team of each community, by its id; read once a request."""
        return dict(self.teams.values_list("community", "role"))
