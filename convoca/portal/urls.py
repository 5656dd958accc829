"""Addresses of the directors' pages, one part a subject."""

from django.urls import include, path, re_path

from convoca.portal.views import (
    absences,
    agenda,
    availability,
    calendars,
    entrance,
    interview,
    invitation,
    lists,
    notices,
    own_data,
    permissions,
    renewal,
    session,
)

app_name = "portal"

# A whole token, with or without what a mail program glued to the end of the address.
ENTRANCE = r"^(?P<token>[A-Za-z0-9_-]{22})(?![A-Za-z0-9_-])"
MANGLED = rf"{ENTRANCE}.*$"
TO_ANSWER = rf"{ENTRANCE}/respuesta/(?P<question_id>[0-9]{{1,9}})(?![0-9]).*$"

LISTS = r"^baja/(?P<token>[A-Za-z0-9_-]{54})(?![A-Za-z0-9_-])"

INVITATION = [
    path("invitacion/", invitation.show, name="invitation"),
    path("invitacion/cambiar/", invitation.change, name="invitation_change"),
    path("invitacion/participare/", invitation.accept, name="invitation_yes"),
    path("invitacion/no-puedo/", invitation.decline, name="invitation_no"),
    path("invitacion/motivo/", invitation.explain, name="invitation_reason"),
    path("invitacion/reemplazo/", invitation.send_deputy, name="invitation_deputy"),
    path("invitacion/reemplazo/igual/", invitation.send_again, name="invitation_deputy_again"),
    path("invitacion/cargo/", invitation.tell_replaced, name="invitation_replaced"),
    path("invitacion/no-soy/", own_data.stranger, name="invitation_stranger"),
    path("invitacion/mis-datos/", own_data.correct, name="invitation_own_data"),
    path("invitacion/sin-whatsapp/", own_data.end_whatsapp, name="invitation_whatsapp_end"),
    path("invitacion/no-contactar/", own_data.peace, name="invitation_peace"),
    path("invitacion/volver-a-contactar/", own_data.end_peace, name="invitation_peace_end"),
]
INTERVIEW = [
    path("entrevista/", interview.enter, name="interview"),
    path("entrevista/fin/", interview.end, name="interview_end"),
    path("entrevista/despues/", interview.pause, name="interview_pause"),
    path("entrevista/<str:step_id>/", interview.step, name="interview_step"),
]
PERMISSIONS = [
    path("permisos/", permissions.show, name="permissions"),
    path("permisos/<int:interview_id>/<str:purpose>/", permissions.change, name="permission"),
]
AGENDA = [
    path("agenda/", agenda.show, name="agenda"),
    path("agenda/opinar/", agenda.say, name="agenda_say"),
]
AVAILABILITY = [
    path("disponibilidad/", availability.enter, name="availability"),
    path("disponibilidad/resumen/", availability.summary, name="availability_summary"),
    path("disponibilidad/igual/", availability.same, name="availability_same"),
    path("disponibilidad/lo-de-otra/", availability.adopt, name="availability_adopt"),
    path("disponibilidad/ausencias/", absences.absences, name="availability_absences"),
    path("disponibilidad/ausencias/quitar/", absences.drop, name="availability_drop"),
    path("disponibilidad/concejo/", absences.council, name="availability_council"),
    path("disponibilidad/calendario/", calendars.bring, name="availability_calendar"),
    path("disponibilidad/calendario/guardar/", calendars.accept, name="availability_accept"),
    path("disponibilidad/<int:number>/", availability.day, name="availability_day"),
    path("disponibilidad/<int:number>/horas/", availability.hours, name="availability_hours"),
    path("disponibilidad/<int:number>/copiar/", availability.copy, name="availability_copy"),
]
SESSION = [
    path("sesion/", session.show, name="session"),
    path("sesion/no-podre/", session.excuse, name="session_excuse"),
    path("sesion/si-podre/", session.withdraw_excuse, name="session_excuse_undo"),
    path("sesion.ics", session.calendar, name="session_calendar"),
]
NOTICES = [
    path("novedades/", notices.index, name="notices"),
    path("novedades/<int:notice_id>/", notices.show, name="notice"),
    path("novedades/preguntas/", notices.questions, name="questions"),
    path("novedades/preguntas/<int:question_id>/", notices.question, name="question"),
    path("novedades/preguntar/", notices.ask, name="question_ask"),
]
PERSONAL = [
    *INVITATION,
    *INTERVIEW,
    *PERMISSIONS,
    *AGENDA,
    *AVAILABILITY,
    *SESSION,
    *NOTICES,
]

urlpatterns = [
    path("salir/", entrance.leave, name="leave"),
    path("hasta-pronto/", entrance.left, name="left"),
    path("enlace-nuevo/", renewal.ask, name="renewal"),
    path("baja/<str:token>/", lists.leave, name="lists"),
    path("baja/<str:token>/volver/", lists.come_back, name="lists_back"),
    re_path(rf"{LISTS}.*$", lists.leave),
    path("e/<str:reference>/", include(PERSONAL)),
    re_path(TO_ANSWER, entrance.enter),
    re_path(MANGLED, entrance.enter),
    path("<str:token>/", entrance.enter, name="enter"),
]
