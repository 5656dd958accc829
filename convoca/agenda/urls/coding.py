"""Addresses of what was said and the codebook."""

from django.urls import path

from convoca.agenda.views import (
    codebook,
    codes,
    cutting,
    recoding,
    statement_lists,
    statements,
)

SAID = "<int:cycle_id>/dichos/"
ONE = "<int:cycle_id>/dichos/<int:statement_id>/"
BOOK = "<int:cycle_id>/codigos/"
CODE = "<int:cycle_id>/codigos/<int:code_id>/"

patterns = [
    path(SAID, statements.statements, name="statements"),
    path(f"{SAID}deshacer/", statements.undo, name="undo_coding"),
    path(f"{SAID}con-codigo/", statement_lists.coded, name="coded"),
    path(f"{SAID}revisar/", recoding.recodings, name="recodings"),
    path(f"{SAID}revisar/<int:recoding_id>/", recoding.recode, name="recode"),
    path(f"{SAID}nota/<int:memo_id>/quitar/", cutting.remove_memo, name="remove_memo"),
    path(ONE, statements.statement, name="statement"),
    path(f"{ONE}codificar/", statements.code, name="code"),
    path(f"{ONE}apartar/", statements.set_aside, name="aside"),
    path(f"{ONE}quitar/", statements.uncode, name="uncode"),
    path(f"{ONE}cortar/", cutting.cut, name="cut"),
    path(f"{ONE}unir/", cutting.join, name="join"),
    path(f"{ONE}sensible/", cutting.set_sensitive, name="sensitive"),
    path(f"{ONE}nota/", cutting.memo, name="memo"),
    path(f"{ONE}entrevista/", statement_lists.interview, name="statement_interview"),
    path(BOOK, codes.codebook_page, name="codebook"),
    path(f"{BOOK}nuevo/", codes.new, name="new_code"),
    path(f"{BOOK}historia/", codebook.history, name="codebook_history"),
    path(f"{BOOK}version/", codebook.version, name="codebook_version"),
    path(CODE, codes.edit, name="edit_code"),
    path(f"{CODE}estado/", codes.set_state, name="code_state"),
    path(f"{CODE}unir/", codebook.merge, name="merge_code"),
    path(f"{CODE}dividir/", codebook.split, name="split_code"),
    path(f"{CODE}nota/", codes.memo, name="code_memo"),
]
