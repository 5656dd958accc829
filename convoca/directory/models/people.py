"""Seats, the people who hold them, and how to reach them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from convoca.directory.models.country import DirectorateKind, Municipality
from convoca.foundation.models import Association
from convoca.foundation.words import join_names


class Seat(models.Model):
    """An office in a municipality: it keeps its history whoever holds it, or nobody.

    One office may serve two municipalities by agreement. Then the seat of the second has
    `served_by`, the seat of the same kind that does its work, and nobody holds it. A serving
    seat exists and is not served itself: there are no chains. `is_apart`: somebody said that it
    is an office of its own, though one person holds another seat of the kind as well.
    """

    class Existence(models.TextChoices):
        EXISTS = "exists", _("existe")
        DOES_NOT = "does_not", _("no existe")
        UNKNOWN = "unknown", _("sin confirmar")

    association = models.ForeignKey(Association, models.PROTECT, related_name="seats")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="seats")
    kind = models.ForeignKey(DirectorateKind, models.PROTECT, related_name="seats")
    existence = models.CharField(max_length=8, choices=Existence, default=Existence.UNKNOWN)
    served_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="serves")
    served_since = models.DateField(null=True)
    is_apart = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["association", "municipality", "kind"], name="one_seat_per_office"
            ),
            models.CheckConstraint(
                condition=Q(served_by__isnull=True, served_since__isnull=True)
                | Q(
                    served_by__isnull=False,
                    served_since__isnull=False,
                    existence="exists",
                    is_apart=False,
                ),
                name="served_seat_exists",
            ),
            models.CheckConstraint(
                condition=Q(served_by__isnull=True) | ~Q(served_by=F("pk")),
                name="seat_does_not_serve_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} de {self.municipality}"

    @property
    def place(self) -> str:
        """Return the comunas it works for: its own, then those it serves, by name.

        One query, or none where `serves__municipality` was read before.
        """
        return join_names([each.comuna_name for each in self.municipalities])

    @property
    def municipalities(self) -> list[Municipality]:
        """Return the municipalities it works for: its own, then those it serves, by name."""
        served = [seat.municipality for seat in self.serves.all()]
        return [self.municipality, *sorted(served, key=lambda each: each.comuna_name)]


class Person(models.Model):
    """Somebody who holds, or stands in for, a seat; not somebody who signs in."""

    association = models.ForeignKey(Association, models.PROTECT, related_name="people")
    name = models.CharField(max_length=200)
    origin = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name


class ContactPoint(models.Model):
    """One address or number of a person, with its origin; the current one is used."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("correo")
        PHONE = "phone", _("teléfono")

    person = models.ForeignKey(Person, models.CASCADE, related_name="contacts")
    channel = models.CharField(max_length=8, choices=Channel)
    value = models.CharField(max_length=254)
    is_current = models.BooleanField(default=True)
    origin = models.CharField(max_length=200)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "channel"],
                condition=Q(is_current=True),
                name="one_current_contact",
            )
        ]

    def __str__(self) -> str:
        return self.value


class Tenure(models.Model):
    """A person in a seat for a time."""

    class Role(models.TextChoices):
        TITULAR = "titular", _("titular")
        ACTING = "subrogante", _("subrogante")
        INTERIM = "interino", _("interino")

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="tenures")
    person = models.ForeignKey(Person, models.PROTECT, related_name="tenures")
    role = models.CharField(max_length=12, choices=Role, default=Role.TITULAR)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    origin = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=Q(to_on__isnull=True), name="one_current_holder"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="tenure_ends_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.role})"


class OptOut(models.Model):
    """A person who asked not to be contacted, and how we know; `ended_at` where they came back."""

    association = models.ForeignKey(Association, models.PROTECT, related_name="opt_outs")
    person = models.ForeignKey(Person, models.PROTECT, related_name="opt_outs")
    at = models.DateTimeField()
    origin = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="one_opt_out_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.at:%Y-%m-%d}"
