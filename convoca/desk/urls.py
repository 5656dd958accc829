"""Addresses of the desk."""

from django.urls import path

from convoca.desk.views import (
    communities,
    cycles,
    house,
    mailbox,
    password,
    seat,
    staff,
    start,
    today,
)

app_name = "desk"

urlpatterns = [
    path("", today.today, name="today"),
    path("inicio/", start.first_run, name="first_run"),
    path("comunidades/", communities.communities, name="communities"),
    path("comunidades/nueva/", communities.community_new, name="community_new"),
    path("comunidades/<int:community_id>/", communities.community, name="community"),
    path(
        "comunidades/<int:community_id>/ajustes/", communities.community_edit, name="community_edit"
    ),
    path("comunidades/<int:community_id>/equipo/", communities.team, name="team"),
    path(
        "comunidades/<int:community_id>/equipo/<int:member_id>/quitar/",
        communities.team_drop,
        name="team_drop",
    ),
    path("comunidades/<int:community_id>/ciclo/", communities.cycle_new, name="cycle_new"),
    path("ciclo/<int:cycle_id>/", cycles.cycle, name="cycle"),
    path("ciclo/<int:cycle_id>/avanzar/", cycles.advance, name="advance"),
    path(
        "convocatoria/<int:cycle_id>/puestos/<int:seat_id>/bienvenida/",
        seat.welcome,
        name="welcome",
    ),
    path("correos/", mailbox.mailbox, name="mailbox"),
    path("correos/reintentar/", mailbox.mailbox_retry, name="mailbox_retry"),
    path("correos/<int:message_id>/", mailbox.message, name="message"),
    path("correos/<int:message_id>/resolver/", mailbox.message_settle, name="message_settle"),
    path("equipo/", staff.staff, name="staff"),
    path("equipo/<int:user_id>/", staff.staff_active, name="staff_active"),
    path("cuenta/password/change/", password.change, name="password"),
    path("salud", house.health, name="health"),
    path("privacidad", house.privacy, name="privacy"),
    path("ui/", house.components, name="components"),
]
