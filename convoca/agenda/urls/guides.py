"""Addresses of the guide: read, tried, written, exchanged."""

from django.urls import path

from convoca.agenda.views import guide_drafts, guide_files, guide_questions, guides

patterns = [
    path("<int:cycle_id>/entrevistas/pauta/", guides.guide, name="guide"),
    path("<int:cycle_id>/entrevistas/pauta/<int:version>/", guides.version, name="guide_version"),
    path(
        "<int:cycle_id>/entrevistas/pauta/<int:version>/probar/", guides.trial, name="guide_trial"
    ),
    path(
        "<int:cycle_id>/entrevistas/pauta/<int:version>/xlsform/",
        guide_files.export,
        name="guide_export",
    ),
    path("<int:cycle_id>/entrevistas/pauta/importar/", guide_files.read, name="guide_import"),
    path(
        "<int:cycle_id>/entrevistas/pauta/importar/dejar/",
        guide_files.keep,
        name="guide_import_keep",
    ),
    path(
        "<int:cycle_id>/entrevistas/pauta/deshacer/", guide_drafts.take_back, name="guide_take_back"
    ),
    path("<int:cycle_id>/entrevistas/pauta/borrador/", guide_drafts.draft, name="guide_draft"),
    path("<int:cycle_id>/entrevistas/pauta/borrador/usar/", guide_drafts.use, name="guide_use"),
    path(
        "<int:cycle_id>/entrevistas/pauta/borrador/descartar/",
        guide_drafts.discard,
        name="guide_discard",
    ),
    path("<int:cycle_id>/entrevistas/pauta/borrador/mover/", guide_drafts.move, name="guide_move"),
    path(
        "<int:cycle_id>/entrevistas/pauta/borrador/quitar/",
        guide_drafts.remove,
        name="guide_remove",
    ),
    path(
        "<int:cycle_id>/entrevistas/pauta/borrador/secciones/<slug:section_id>/",
        guide_drafts.section,
        name="guide_section",
    ),
    path(
        "<int:cycle_id>/entrevistas/pauta/borrador/preguntas/nueva/",
        guide_questions.kinds,
        name="guide_kinds",
    ),
    path(
        "<int:cycle_id>/entrevistas/pauta/borrador/preguntas/<slug:question_id>/",
        guide_questions.question,
        name="guide_question",
    ),
]
