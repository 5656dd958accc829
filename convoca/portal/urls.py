"""Addresses of the directors' pages."""

from django.urls import include, path

from convoca.portal.views import entrance

app_name = "portal"

urlpatterns = [
    path("salir/", entrance.leave, name="leave"),
    path("hasta-pronto/", entrance.left, name="left"),
    path("e/<str:reference>/", include("convoca.portal.urls_invitation")),
    path("e/<str:reference>/", include("convoca.portal.urls_interview")),
    path("e/<str:reference>/", include("convoca.portal.urls_availability")),
    path("e/<str:reference>/", include("convoca.portal.urls_session")),
    path("", include("convoca.portal.urls_renewal")),
    path("<str:token>/", entrance.enter, name="enter"),
]
