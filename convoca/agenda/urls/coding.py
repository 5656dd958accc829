"""Addresses of what was said and the codebook."""

from django.urls import path

from convoca.agenda.views import codes, statements

patterns = [
    path("<int:cycle_id>/dichos/", statements.statements, name="statements"),
    path("<int:cycle_id>/dichos/con-codigo/", statements.coded, name="coded"),
    path("<int:cycle_id>/dichos/<int:statement_id>/codificar/", statements.code, name="code"),
    path("<int:cycle_id>/dichos/<int:statement_id>/apartar/", statements.set_aside, name="aside"),
    path("<int:cycle_id>/dichos/<int:statement_id>/quitar/", statements.uncode, name="uncode"),
    path("<int:cycle_id>/codigos/", codes.codebook_page, name="codebook"),
    path("<int:cycle_id>/codigos/<int:code_id>/", codes.edit, name="edit_code"),
]
