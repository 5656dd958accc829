"""All addresses: staff at /, directors at /p/."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("convoca.desk.urls")),
    path("p/", include("convoca.portal.urls")),
    path("cuenta/", include("allauth.account.urls")),
    path("directorio/", include("convoca.directory.urls")),
    path("convocatoria/", include("convoca.convening.urls")),
    path("agenda/", include("convoca.agenda.urls")),
    path("plan/", include("convoca.workplan.urls")),
    path("sesiones/", include("convoca.meetings.urls")),
]
