"""Personal invitations, contact attempts, the group, and who came: loyalty is counted on it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from convoca.convening.core.group_roll import GroupState, Pair, group_state
from convoca.cycles.models import Cycle
from convoca.directory.models import Community, Person, Seat


class Invitation(models.Model):
    """One personal invitation of the holder of a seat to one cycle.

    A reminder is a message, not a second invitation. Who takes part is the deputy when one
    was named, otherwise the person invited. `deputy_stays`: the deputy was named for good,
    and is offered again in the next cycle.
    """

    class Answer(models.TextChoices):
        NONE = "", _("sin respuesta")
        YES = "yes", _("participa")
        NO = "no", _("no puede")
        DEPUTY = "deputy", _("va otra persona")

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="invitations")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="invitations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="invitations")
    answer = models.CharField(max_length=8, choices=Answer, blank=True, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True)
    decline_reason = models.TextField(blank=True)
    deputy = models.ForeignKey(Person, models.PROTECT, null=True, related_name="stands_in")
    deputy_stays = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    reminded_before_at = models.DateTimeField(null=True)
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
            models.CheckConstraint(
                condition=Q(deputy_stays=False) | Q(deputy__isnull=False),
                name="who_stays_is_named",
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
        LINK = "link", _("enlace personal")
        STAFF = "staff", _("equipo")

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
        PHONE = "phone", _("teléfono")
        EMAIL = "email", _("correo propio")
        WHATSAPP = "whatsapp", _("WhatsApp")
        IN_PERSON = "in_person", _("en persona")
        LETTER = "letter", _("carta")
        LINK = "link", _("enlace personal")

    class Result(models.TextChoices):
        REACHED = "reached", _("contesta")
        NO_ANSWER = "no_answer", _("no contesta")
        CALL_LATER = "call_later", _("llamar después")
        WRONG = "wrong", _("dato equivocado")
        REPLACED = "replaced", _("ya no está en el cargo")
        ACCEPTS = "accepts", _("acepta")
        REFUSES = "refuses", _("no quiere participar")

    ANSWERS = (Result.ACCEPTS, Result.REFUSES)
    """The results that are the answer to the invitation as well."""
    BY_NUMBER = (Channel.PHONE, Channel.WHATSAPP)
    """The channels that need a telephone number."""
    SPOKEN = (Result.REACHED, *ANSWERS)
    """The results that say: somebody of the seat spoke with us."""

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

    @property
    def result_words(self) -> str:
        """Return what came of it in words; of a call, in those of the button of the queue."""
        if self.result == self.Result.WRONG and self.channel in self.BY_NUMBER:
            return gettext("número equivocado")
        return str(self.get_result_display())


class SuccessorReport(models.Model):
    """Who holds a seat now, as told by who left it: a proposal, until somebody of the team acts."""

    attempt = models.OneToOneField(ContactAttempt, models.CASCADE, related_name="successor")
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.name


class SeatNote(models.Model):
    """What the team keeps in mind about a seat; without `by`, what Convoca wrote down itself.

    One that was removed can be brought back for a while; then the row goes.
    """

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="notes")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]


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
    """A person of a seat in the group: given the link, joined, left, removed.

    `renewed_at` is when a later link was given; who was given none since the live one was
    kept has a dead one.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="group_members")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="group_memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="group_memberships")
    given_at = models.DateTimeField()
    renewed_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "seat", "person"], name="one_group_membership"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}"

    @property
    def state(self) -> GroupState:
        """Return what is known of this person in the group."""
        return group_state(
            joined_at=self.joined_at, left_at=self.left_at, removed_at=self.removed_at
        )

    @property
    def pair(self) -> Pair:
        """Return whom it is about: the ids of seat and person."""
        return self.seat_id, self.person_id


class AttendanceMark(models.Model):
    """What the sessions told us: who of a seat came to session `number` of a cycle."""

    class Presence(models.TextChoices):
        PRESENT = "present", _("presente")
        ABSENT = "absent", _("ausente")
        EXCUSED = "excused", _("con excusa")

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


class InterviewMark(models.Model):
    """What the interviews told us: the one of this seat in this cycle is done."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="interview_marks")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="interview_marks")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "seat"], name="one_interview_mark_per_seat_and_cycle"
            )
        ]

    def __str__(self) -> str:
        return f"{self.seat}"


class SeatCare(models.Model):
    """Who of the staff looks after a seat in a cycle; without a row nobody does."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="cares")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="cares")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="cares")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "seat"], name="one_care_per_seat_and_cycle")
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.user}"


class CareChange(models.Model):
    """One seat that went from somebody's care to another's; None is nobody.

    `at` names the mass act it was part of, which can be undone for a moment; one that was undone
    has no row.
    """

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="care_changes")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    before = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    after = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["cycle", "-at"], name="care_change_latest")]

    def __str__(self) -> str:
        return f"{self.seat}: {self.before} -> {self.after}"


class SavedView(models.Model):
    """Filters of the board that somebody keeps under a name, for any cycle of the community.

    `query` are the filters as the address of the board writes them. A shared view is seen by
    the whole team and changed by its owner alone. A dropped one can be brought back until its
    owner drops another.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="saved_views")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)
    is_shared = models.BooleanField(default=False)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "owner", "name"],
                condition=Q(dropped_at__isnull=True),
                name="one_saved_view_per_name",
            )
        ]

    def __str__(self) -> str:
        return self.name
