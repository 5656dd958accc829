"""Addresses of the desk."""

from django.urls import path

from convoca.desk.views import (
    communities,
    cycles,
    house,
    incoming,
    mailbox,
    mailbox_acts,
    password,
    seat,
    staff,
    start,
    today,
    whatsapp,
    whatsapp_templates,
    works,
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
    path("mensajes/", mailbox.mailbox, name="mailbox"),
    path("mensajes/otra-vez/", mailbox_acts.mailbox_retry, name="mailbox_retry"),
    path("mensajes/deshacer/", mailbox_acts.mailbox_retry_undo, name="mailbox_retry_undo"),
    path("mensajes/pausar/", mailbox_acts.channel_pause, name="channel_pause"),
    path("mensajes/reanudar/", mailbox_acts.channel_resume, name="channel_resume"),
    path("mensajes/<int:message_id>/", mailbox.message, name="message"),
    path("mensajes/<int:message_id>/resolver/", mailbox_acts.message_settle, name="message_settle"),
    path(
        "mensajes/<int:message_id>/escribirle/", mailbox_acts.message_unstop, name="message_unstop"
    ),
    path("mensajes/avisos/", incoming.incoming, name="incoming"),
    path("mensajes/avisos/otra-vez/", incoming.events_replay, name="events_replay"),
    path("mensajes/avisos/<int:event_id>/", incoming.event, name="event"),
    path("mensajes/avisos/<int:event_id>/otra-vez/", incoming.event_replay, name="event_replay"),
    path("mensajes/whatsapp/", whatsapp.whatsapp, name="whatsapp"),
    path(
        "mensajes/whatsapp/acuerdos/<int:opt_in_id>/terminar/",
        whatsapp.opt_in_end,
        name="opt_in_end",
    ),
    path("mensajes/whatsapp/textos/<int:text_id>/visto/", whatsapp.text_seen, name="text_seen"),
    path(
        "mensajes/whatsapp/plantillas/nueva/", whatsapp_templates.template_new, name="template_new"
    ),
    path(
        "mensajes/whatsapp/plantillas/traer/",
        whatsapp_templates.templates_bring,
        name="templates_bring",
    ),
    path(
        "mensajes/whatsapp/plantillas/de-convoca/",
        whatsapp_templates.templates_of_house,
        name="templates_of_house",
    ),
    path(
        "mensajes/whatsapp/plantillas/<int:template_id>/aprobar/",
        whatsapp_templates.template_hand_in,
        name="template_hand_in",
    ),
    path(
        "mensajes/whatsapp/plantillas/<int:template_id>/",
        whatsapp_templates.template,
        name="template",
    ),
    path(
        "mensajes/whatsapp/plantillas/<int:template_id>/estado/",
        whatsapp_templates.template_mark,
        name="template_mark",
    ),
    path(
        "mensajes/whatsapp/plantillas/<int:template_id>/prueba/",
        whatsapp_templates.template_test,
        name="template_test",
    ),
    path("trabajos/", works.works, name="works"),
    path("trabajos/<int:work_id>/cancelar/", works.work_cancel, name="work_cancel"),
    path("trabajos/<int:work_id>/otra-vez/", works.work_retry, name="work_retry"),
    path("equipo/", staff.staff, name="staff"),
    path("equipo/<int:user_id>/", staff.staff_active, name="staff_active"),
    path("cuenta/password/change/", password.change, name="password"),
    path("salud", house.health, name="health"),
    path("privacidad", house.privacy, name="privacy"),
    path("ui/", house.components, name="components"),
]
