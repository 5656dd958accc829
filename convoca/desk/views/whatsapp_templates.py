"""The templates of WhatsApp: what Meta approves before a message may leave."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from convoca.desk.forms.whatsapp import (
    TemplateForm,
    TemplateStateForm,
    TemplateTestForm,
    TemplateTextForm,
)
from convoca.directory.models import User
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import ConvocaError
from convoca.messaging.core.whatsapp_templates import count_blanks
from convoca.messaging.errors import MessageStateError, TemplateKnownError
from convoca.messaging.models import Message, OptIn, Template
from convoca.messaging.queries import get_visible_template, has_template_shelf
from convoca.messaging.services import (
    Recipient,
    add_house_templates,
    add_template,
    bring_templates,
    edit_template,
    hand_in_template,
    mark_template,
    queue_test,
    record_opt_in,
)

PAGE = "desk/whatsapp_template.html"
MOST_NAMES = 5


def template_new(request: HttpRequest) -> HttpResponse:
    """Add a template."""
    association = signed_in_user(request, administrator=True).association
    form = TemplateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_template(association=association, now=timezone.now(), **form.cleaned_data)
        except TemplateKnownError as error:
            form.add_error("name", error.user_message())
        else:
            messages.success(request, _("Guardada. Cuando Meta la apruebe, anótelo aquí."))
            return redirect("desk:template", made.pk)
    return render(request, PAGE, {"form": form}, status=422 if form.is_bound else 200)


def template(request: HttpRequest, template_id: int) -> HttpResponse:
    """Show a template, and change its text."""
    association = signed_in_user(request, administrator=True).association
    found = get_visible_template(association, template_id)
    initial = {"category": found.category, "body": found.body}
    form = TemplateTextForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        changed = edit_template(template=found, now=timezone.now(), **form.cleaned_data)
        if changed.body != found.body:
            messages.success(request, _("Guardada. Con otro texto, Meta debe aprobarla de nuevo."))
        else:
            messages.success(request, _("Guardada."))
        return redirect("desk:template", found.pk)
    return _show(request, found, form=form)


@require_POST
def templates_bring(request: HttpRequest) -> HttpResponse:
    """Take over what Meta says of our templates."""
    association = signed_in_user(request, administrator=True).association
    try:
        brought = bring_templates(association=association, now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
        return redirect("desk:whatsapp")
    said = _("Traídas de Meta: %(new)s nuevas, %(changed)s con cambios.")
    messages.success(request, said % {"new": brought.new, "changed": brought.changed})
    if brought.unknown:
        said = _("Meta no tiene: %(names)s. Pida allá su aprobación.")
        messages.warning(request, said % {"names": ", ".join(brought.unknown[:MOST_NAMES])})
    return redirect("desk:whatsapp")


@require_POST
def templates_of_house(request: HttpRequest) -> HttpResponse:
    """Add the texts that this house sends itself: notices, reminders, the group."""
    association = signed_in_user(request, administrator=True).association
    if add_house_templates(association=association, now=timezone.now()):
        messages.success(request, _("Agregadas. Pida su aprobación a Meta desde cada una."))
    else:
        messages.info(request, _("Ya estaban."))
    return redirect("desk:whatsapp")


@require_POST
def template_hand_in(request: HttpRequest, template_id: int) -> HttpResponse:
    """Ask Meta to approve a template."""
    association = signed_in_user(request, administrator=True).association
    found = get_visible_template(association, template_id)
    try:
        hand_in_template(template=found)
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        messages.success(request, _("Meta la recibió. Su respuesta aparece aquí cuando llegue."))
    return redirect("desk:template", found.pk)


@require_POST
def template_mark(request: HttpRequest, template_id: int) -> HttpResponse:
    """Mark by hand what Meta said of a template."""
    user = signed_in_user(request, administrator=True)
    found = get_visible_template(user.association, template_id)
    form = TemplateStateForm(request.POST)
    if not form.is_valid():
        return _show(request, found, state_form=form)
    reason = _("Lo anotó %(name)s.") % {"name": user.name}
    try:
        mark_template(template=found, reason=reason, now=timezone.now(), **form.cleaned_data)
    except MessageStateError:
        messages.error(request, _("La plantilla cambió entretanto. Mírela otra vez aquí."))
    return redirect("desk:template", found.pk)


@require_POST
def template_test(request: HttpRequest, template_id: int) -> HttpResponse:
    """Send a template to oneself: pressing is agreeing to get it."""
    user = signed_in_user(request, administrator=True)
    found = get_visible_template(user.association, template_id)
    form = TemplateTestForm(request.POST)
    if not form.is_valid():
        return _show(request, found, test_form=form)
    message = _queue(user, found, form.cleaned_data["phone"])
    messages.success(request, _("La prueba va en camino. Aquí se ve si llegó."))
    return redirect("desk:message", message.pk)


def _queue(user: User, found: Template, phone: str) -> Message:
    now = timezone.now()
    record_opt_in(
        association=user.association,
        address=phone,
        wording=consent_to_test(),
        how=OptIn.How.OWN_PAGE,
        by_name=user.name,
        now=now,
    )
    blanks = range(1, count_blanks(found.body) + 1)
    return queue_test(
        template=found,
        to=Recipient(phone, user.name, Message.Channel.WHATSAPP),
        subject=_("Prueba de %(name)s") % {"name": found.name},
        parameters=[_("dato %(n)s") % {"n": n} for n in blanks],
        now=now,
    )


def consent_to_test() -> str:
    """Return what who sends a test agrees to, as the page says it."""
    return _("Al enviarla usted acepta recibirla en ese teléfono.")


def _show(
    request: HttpRequest,
    found: Template,
    *,
    form: TemplateTextForm | None = None,
    state_form: TemplateStateForm | None = None,
    test_form: TemplateTestForm | None = None,
) -> HttpResponse:
    """Show a template with its three forms; what was typed in one of them stays."""
    initial = {"category": found.category, "body": found.body}
    forms = {
        "form": form or TemplateTextForm(initial=initial),
        "state_form": state_form
        or TemplateStateForm(initial={"seen": found.state, "state": found.state}),
        "test_form": test_form or TemplateTestForm(),
    }
    wrong = any(each.is_bound for each in (forms["form"], forms["state_form"], forms["test_form"]))
    context = {"template": found, "consent": consent_to_test(), **forms}
    context["has_shelf"] = has_template_shelf()
    return render(request, PAGE, context, status=422 if wrong else 200)
