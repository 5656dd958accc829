"""Who came: marked by hand, or read from a file that is looked at first."""

from dataclasses import asdict

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from convoca.directory.models import Region
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import ConvocaError
from convoca.meetings.core.attendance_file import FileReading
from convoca.meetings.forms import AttendanceFileForm, AttendanceForm
from convoca.meetings.models import Attendance, Session
from convoca.meetings.queries import AttendanceLine, filter_lines, list_attendance
from convoca.meetings.services import AttendanceEntry, preview_attendance, record_attendance
from convoca.meetings.views.opening import open_session

SALT = "convoca.meetings.attendance"
READING_LIFE_S = 3600
Source = Attendance.Source


@require_http_methods(["GET", "HEAD", "POST"])
def by_hand(request: HttpRequest, cycle_id: int, number: int) -> HttpResponse:
    """Show the accepted seats with what is recorded, and save all choices at once."""
    session = open_session(request, cycle_id, number)
    lines = list_attendance(session)
    if request.method != "POST":
        return _list_page(request, session, lines)
    form = AttendanceForm([line.seat.pk for line in lines], request.POST)
    if not form.is_valid():
        messages.error(
            request, _("Una respuesta no se entendió. Revise la lista y guarde otra vez.")
        )
        return _list_page(request, session, lines, status=422)
    return _record(request, session, form.entries(), Source.HAND)


def _list_page(
    request: HttpRequest, session: Session, lines: list[AttendanceLine], status: int = 200
) -> HttpResponse:
    region, words = request.GET.get("region", ""), request.GET.get("nombre", "")
    regions = {line.seat.municipality.region_id for line in lines}
    context = {
        "cycle": session.cycle,
        "session": session,
        "lines": filter_lines(lines, region=region, words=words),
        "accepted": len(lines),
        "present": sum(line.presence == Attendance.Presence.PRESENT for line in lines),
        "regions": Region.objects.filter(pk__in=regions),
        "region": region,
        "words": words,
        "presences": Attendance.Presence.choices,
        "upload": AttendanceFileForm(),
    }
    return render(request, "meetings/attendance.html", context, status=status)


def _record(
    request: HttpRequest, session: Session, entries: list[AttendanceEntry], source: str
) -> HttpResponse:
    try:
        changed = record_attendance(
            session=session,
            rows=entries,
            source=source,
            user=signed_in_user(request),
            now=timezone.now(),
        )
    except ConvocaError as error:
        messages.error(request, error.user_message())
        return _list_page(request, session, list_attendance(session), status=409)
    text = ngettext("Guardado: cambió %(n)s puesto.", "Guardado: cambiaron %(n)s puestos.", changed)
    said = text % {"n": changed} if changed else _("Todo estaba guardado así: nada cambió.")
    messages.success(request, said)
    by_hand_again = source == Source.HAND
    return redirect(request.get_full_path() if by_hand_again else _address(session))


def _address(session: Session) -> str:
    return reverse("meetings:attendance", args=[session.cycle_id, session.number])


@require_POST
def upload(request: HttpRequest, cycle_id: int, number: int) -> HttpResponse:
    """Read a file and show what it would record; nothing is stored yet."""
    session = open_session(request, cycle_id, number)
    form = AttendanceFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _preview_page(request, session, form, None, status=422)
    file = form.cleaned_data["file"]
    try:
        reading = preview_attendance(session=session, content=file.read(), filename=file.name)
    except ConvocaError as error:
        form.add_error("file", error.user_message())
        return _preview_page(request, session, form, None, status=422)
    return _preview_page(request, session, form, reading)


def _preview_page(
    request: HttpRequest,
    session: Session,
    form: AttendanceFileForm,
    reading: FileReading | None,
    status: int = 200,
) -> HttpResponse:
    names = {line.seat.pk: line for line in list_attendance(session)}
    matches = reading.matches if reading else ()
    context = {
        "cycle": session.cycle,
        "session": session,
        "form": form,
        "reading": reading,
        "rows": [(names[match.seat_id], match) for match in matches],
        "present": sum(match.presence == "present" for match in matches),
        "sealed": _seal(session, reading) if reading else "",
    }
    return render(request, "meetings/preview.html", context, status=status)


def _seal(session: Session, reading: FileReading) -> str:
    """Pack what was read, signed, so that what is confirmed is what was shown."""
    rows = [
        asdict(AttendanceEntry(match.seat_id, match.presence, match.minutes))
        for match in reading.matches
    ]
    return signing.dumps({"session": session.pk, "rows": rows}, salt=SALT, compress=True)


@require_POST
def confirm_upload(request: HttpRequest, cycle_id: int, number: int) -> HttpResponse:
    """Record what the preview showed."""
    session = open_session(request, cycle_id, number)
    try:
        sealed = signing.loads(request.POST.get("reading", ""), salt=SALT, max_age=READING_LIFE_S)
    except signing.BadSignature:
        sealed = {}
    if sealed.get("session") != session.pk:
        messages.error(request, _("Esa vista previa ya no sirve. Suba el archivo otra vez."))
        return redirect(_address(session))
    entries = [AttendanceEntry(**row) for row in sealed["rows"]]
    return _record(request, session, entries, Source.FILE)
