"""The statements that say almost the same, where a person ticked them."""

from collections.abc import Sequence
from typing import cast

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import ngettext

from convoca.agenda.models import Code, Statement
from convoca.agenda.queries.acts import find_last_act
from convoca.agenda.services.twins import code_twins
from convoca.directory.models import User
from convoca.foundation.errors import ConvocaError
from convoca.foundation.numbers import read_id


def code_ticked_twins(request: HttpRequest, statement: Statement, codes: Sequence[Code]) -> None:
    """Give the codes to the ticked twins too, as part of the same act, and say how many."""
    ticked = {read_id(one) for one in request.POST.getlist("twins")}
    if not ticked:
        return
    user = cast("User", request.user)
    act = find_last_act(statement.interview.cycle, user)
    try:
        coded = code_twins(
            statement=statement,
            twin_ids=ticked,
            codes=codes,
            user=user,
            now=timezone.now(),
            act=act,
        )
    except ConvocaError as error:
        messages.error(request, error.user_message())
        return
    if coded:
        words = ngettext(
            "También %(n)s dicho casi igual.", "También %(n)s dichos casi iguales.", len(coded)
        )
        messages.success(request, words % {"n": len(coded)})
