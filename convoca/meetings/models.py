"""Sessions, who came, what was agreed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from convoca.cycles.models import Cycle
from convoca.directory.models import Person, Seat


class Session(models.Model):
    """One session of a cycle. `wall_start` and `zone` are the truth, `starts_at` follows from them.

    `uid` never changes; `sequence` grows with each change of time, place or state.
    `clock_changed_at`: since then the instant is another, by law, and who was told of the session
    has not been told of that. The team writes in `minutes_draft`; `minutes_text` is what was
    sent, since `minutes_sent_at`.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("por avisar")
        ANNOUNCED = "announced", _("avisada")
        HELD = "held", _("realizada")
        CANCELLED = "cancelled", _("cancelada")

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    topic = models.CharField(max_length=160)
    expert_name = models.CharField(max_length=200, blank=True)
    wall_start = models.CharField(max_length=16)
    zone = models.CharField(max_length=64)
    starts_at = models.DateTimeField()
    duration_min = models.PositiveSmallIntegerField()
    video_url = models.URLField(max_length=500, blank=True)
    uid = models.CharField(max_length=120, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, choices=State, default=State.PLANNED)
    minutes_draft = models.TextField(blank=True)
    minutes_text = models.TextField(blank=True)
    minutes_sent_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    clock_changed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="one_session_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.topic}"

    @property
    def has_correction(self) -> bool:
        """Say whether the minutes were changed since they were sent."""
        return self.minutes_sent_at is not None and self.minutes_draft != self.minutes_text


class SessionMove(models.Model):
    """One move of a session to another moment: from where, to where, why, by whom.

    `against` names the rules that it breaks and somebody insisted on. `before` is what the
    session and its plan were, as its undoing needs them; an undone one is kept.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="moves")
    from_wall = models.CharField(max_length=16)
    to_wall = models.CharField(max_length=16)
    reason = models.CharField(max_length=300, blank=True)
    against = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.session}: {self.to_wall}"


class SentMinutes(models.Model):
    """The minutes of a session as they were sent once; a correction is another, the last stands."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="sent_minutes")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="one_text_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.number}"


class Departure(models.Model):
    """One person who had a session in the calendar, takes part no more, and was told so.

    Not an excuse: who is excused still takes part. Who comes back and leaves again has a second
    row; `number` counts them from 1.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="departures")
    person = models.ForeignKey(Person, models.PROTECT, related_name="departures")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person", "number"], name="one_departure_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.session}"


class Attendance(models.Model):
    """Whether the participant of a seat came to a session, and how we know."""

    class Presence(models.TextChoices):
        PRESENT = "present", _("presente")
        ABSENT = "absent", _("ausente")
        EXCUSED = "excused", _("con excusa")

    class Source(models.TextChoices):
        HAND = "hand", _("a mano")
        FILE = "file", _("archivo")
        LINK = "link", _("enlace personal")
        CALENDAR = "calendar", _("calendario")

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendances")
    presence = models.CharField(max_length=8, choices=Presence)
    minutes = models.PositiveSmallIntegerField(null=True)
    source = models.CharField(max_length=8, choices=Source)
    reason = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "seat"], name="one_attendance_per_seat")
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.presence}"


class CalendarPress(models.Model):
    """What a person pressed last in a calendar program: the answer to one session's event.

    It is kept to know what is older; what it means is in the attendance. `answer` is a name of
    `messaging.core.replies.CalendarAnswer`.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="calendar_presses")
    person = models.ForeignKey(Person, models.PROTECT, related_name="calendar_presses")
    answer = models.CharField(max_length=12)
    sequence = models.PositiveIntegerField()
    stamped_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], name="one_calendar_press_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.answer}"


class Commitment(models.Model):
    """What a seat promised in a session; open ones go over to the next cycle, and the next."""

    class State(models.TextChoices):
        OPEN = "open", _("abierto")
        DONE = "done", _("cumplido")
        DROPPED = "dropped", _("ya no corre")

    session = models.ForeignKey(Session, models.PROTECT, related_name="commitments")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="commitments")
    text = models.TextField()
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    carried_to = models.ManyToManyField(Cycle, related_name="carried_commitments")

    def __str__(self) -> str:
        return self.text[:60]
