"""Personal invitations, contact attempts, the group, and who came: loyalty is counted on it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from convoca.cycles.models import Cycle
from convoca.directory.models import Community, Person, Seat


class Invitation(models.Model):
    """One personal invitation of the holder of a seat to one cycle.

    A reminder is a message, not a second invitation. Who takes part is the deputy when one
    was named, otherwise the person invited.
    """

    class Answer(models.TextChoices):
        NONE = "", "sin respuesta"
        YES = "yes", "participa"
        NO = "no", "no puede"
        DEPUTY = "deputy", "va otra persona"

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="invitations")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="invitations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="invitations")
    answer = models.CharField(max_length=8, choices=Answer, blank=True, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True)
    decline_reason = models.TextField(blank=True)
    deputy = models.ForeignKey(Person, models.PROTECT, null=True, related_name="stands_in")
    created_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "seat"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_invitation_per_seat_and_cycle",
            ),
            models.CheckConstraint(
                condition=Q(answer="deputy", deputy__isnull=False) | ~Q(answer="deputy"),
                name="deputy_is_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.answer or '…'}"

    @property
    def participant(self) -> Person:
        """Return who takes part for the seat."""
        return self.deputy if self.answer == self.Answer.DEPUTY and self.deputy else self.person

    @property
    def is_accepted(self) -> bool:
        """Say whether somebody of this seat takes part."""
        return self.answer in {self.Answer.YES, self.Answer.DEPUTY}


class AnswerRecord(models.Model):
    """One answer as it was given; the invitation holds the last one.

    `person` gave it by the own link; without one, `by` of the staff wrote down what was told.
    """

    class Via(models.TextChoices):
        LINK = "link", "enlace personal"
        STAFF = "staff", "equipo"

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="answers")
    answer = models.CharField(max_length=8, choices=Invitation.Answer)
    detail = models.TextField(blank=True)
    at = models.DateTimeField()
    via = models.CharField(max_length=8, choices=Via)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]  # in the order they were kept: two pressed at once may swap moments

    def __str__(self) -> str:
        return f"{self.answer} {self.at:%Y-%m-%d}"


class ContactAttempt(models.Model):
    """One try to reach a seat by hand (gestión), and what came of it."""

    class Channel(models.TextChoices):
        PHONE = "phone", "teléfono"
        EMAIL = "email", "correo propio"
        WHATSAPP = "whatsapp", "WhatsApp"
        IN_PERSON = "in_person", "en persona"
        LINK = "link", "enlace personal"

    class Result(models.TextChoices):
        REACHED = "reached", "contesta"
        NO_ANSWER = "no_answer", "no contesta"
        CALL_LATER = "call_later", "llamar después"
        WRONG = "wrong", "dato equivocado"
        REPLACED = "replaced", "ya no está en el cargo"

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="attempts")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="attempts")
    channel = models.CharField(max_length=12, choices=Channel)
    result = models.CharField(max_length=12, choices=Result)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    next_on = models.DateField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.seat} {self.result}"


class GroupLink(models.Model):
    """The invite link of the community's WhatsApp group, run by a person."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="group_links")
    url = models.URLField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community"],
                condition=Q(retired_at__isnull=True),
                name="one_live_group_link",
            )
        ]

    def __str__(self) -> str:
        return self.url


class GroupMembership(models.Model):
    """A person of a seat in the group: given the link, joined, left."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="group_members")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="group_memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="group_memberships")
    given_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "seat", "person"], name="one_group_membership"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}"


class AttendanceMark(models.Model):
    """What the sessions told us: who of a seat came to session `number` of a cycle."""

    class Presence(models.TextChoices):
        PRESENT = "present", "presente"
        ABSENT = "absent", "ausente"
        EXCUSED = "excused", "con excusa"

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="marks")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="marks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="marks")
    number = models.PositiveSmallIntegerField()
    presence = models.CharField(max_length=8, choices=Presence)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "seat", "number"], name="one_mark_per_session")
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.presence}"
