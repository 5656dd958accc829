"""All addresses: staff at /, directors at /p/."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from convoca.desk.views.errors import closed

handler500 = "convoca.desk.views.errors.fault"

# allauth's pages that this house does not offer: people of the staff are added by an
# administrator, keep the address they were added with, and enter with a code if in doubt.
CLOSED = r"^cuenta/(?:signup|email|confirm-email|password|reauthenticate)/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("convoca.desk.urls")),
    path("p/", include("convoca.portal.urls")),
    re_path(CLOSED, closed),
    path("cuenta/", include("allauth.account.urls")),
    path("directorio/", include("convoca.directory.urls")),
    path("convocatoria/", include("convoca.convening.urls")),
    path("gestiones/", include("convoca.outreach.urls")),
    path("novedades/", include("convoca.notices.urls")),
    path("agenda/", include("convoca.agenda.urls")),
    path("publico/", include("convoca.agenda.urls.public")),
    path("plan/", include("convoca.workplan.urls")),
    path("sesiones/", include("convoca.meetings.urls")),
    path("fidelizacion/", include("convoca.retention.urls")),
    path("hooks/", include("convoca.messaging.urls")),
]
