"""Addresses of the directors' pages."""

from django.urls import include, path, re_path

from convoca.portal.views import entrance

app_name = "portal"

# A whole token, with or without what a mail program glued to the end of the address.
MANGLED = r"^(?P<token>[A-Za-z0-9_-]{22})(?![A-Za-z0-9_-]).*$"

urlpatterns = [
    path("salir/", entrance.leave, name="leave"),
    path("hasta-pronto/", entrance.left, name="left"),
    path("e/<str:reference>/", include("convoca.portal.urls_invitation")),
    path("e/<str:reference>/", include("convoca.portal.urls_interview")),
    path("e/<str:reference>/", include("convoca.portal.urls_availability")),
    path("e/<str:reference>/", include("convoca.portal.urls_session")),
    path("", include("convoca.portal.urls_renewal")),
    re_path(MANGLED, entrance.enter),
    path("<str:token>/", entrance.enter, name="enter"),
]
