"""Our templates in line with Meta's, and the texts that the house sends itself."""

import pytest
from django.utils import timezone

from convoca.messaging.core.house_templates import BLANKS, HOUSE_TEMPLATES
from convoca.messaging.core.whatsapp_templates import check_body, count_blanks
from convoca.messaging.errors import ShelfClosedError, ShelfMissingError, ShelfRefusedError
from convoca.messaging.models import Template
from convoca.messaging.services import add_house_templates, bring_templates, hand_in_template
from tests.factories.directory import make_association
from tests.factories.whatsapp import make_template, use_whatsapp
from tests.fakes.whatsapp import SHELF_ID, Refusal, WhatsAppServer

pytestmark = pytest.mark.django_db
BODY = "Hola, {{1}}. Le esperamos."


@pytest.fixture
def server(settings):
    server = WhatsAppServer()
    server.start()
    use_whatsapp(settings, server)
    settings.WHATSAPP_BUSINESS_ID = SHELF_ID
    yield server
    server.stop()


def theirs(name: str, status: str = "APPROVED", **more) -> dict:
    components = [{"type": "HEADER", "text": "Aviso"}, {"type": "BODY", "text": BODY}]
    fields = {"language": "es", "category": "UTILITY", "components": components}
    return {"id": name, "name": name, "status": status} | fields | more


def kept() -> list[tuple]:
    return list(Template.objects.order_by("name").values_list("name", "state", "category", "body"))


def test_bring_templates_takes_over_every_page_and_names_what_meta_lacks(server):
    association = make_association()
    make_template(association, "uno", body=BODY, state="pending")
    make_template(association, "solo_aqui", body=BODY)
    reason = {"rejected_reason": "INVALID_FORMAT"}
    server.shelf = [theirs("uno"), theirs("dos", "PAUSED"), theirs("tres", "REJECTED", **reason)]

    brought = bring_templates(association=association, now=timezone.now())

    assert (brought.new, brought.changed, brought.unknown) == (2, 1, ("solo_aqui",))
    assert kept() == [
        ("dos", "paused", "utility", BODY),
        ("solo_aqui", "approved", "utility", BODY),
        ("tres", "rejected", "utility", BODY),
        ("uno", "approved", "utility", BODY),
    ]
    assert Template.objects.get(name="tres").reason == "Motivo en Meta: INVALID_FORMAT."


def test_bring_templates_again_changes_nothing(server):
    association = make_association()
    server.shelf = [theirs("uno"), theirs("dos")]
    bring_templates(association=association, now=timezone.now())
    before = list(Template.objects.values_list("name", "changed_at"))

    brought = bring_templates(association=association, now=timezone.now())

    assert (brought.new, brought.changed, brought.unknown) == (0, 0, ())
    assert list(Template.objects.values_list("name", "changed_at")) == before


def test_bring_templates_never_follows_an_address_that_an_answer_gives(server):
    server.shelf = [theirs(f"numero_{n}") for n in range(5)]

    bring_templates(association=make_association(), now=timezone.now())

    assert len(server.requests) == 3
    assert Template.objects.count() == 5


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        ({"drop_before": True}, ShelfClosedError),
        ({"answers_nonsense": True}, ShelfClosedError),
        ({"token": "otra"}, ShelfRefusedError),
    ],
)
def test_bring_templates_changes_nothing_when_meta_does_not_answer(server, broken, error):
    association = make_association()
    make_template(association, "uno", state="pending")
    server.shelf = [theirs("uno")]
    for name, value in broken.items():
        setattr(server, name, value)

    with pytest.raises(error) as raised:
        bring_templates(association=association, now=timezone.now())

    assert raised.value.user_message()
    assert Template.objects.get().state == "pending"


def test_bring_templates_says_which_setting_is_missing(server, settings):
    settings.WHATSAPP_BUSINESS_ID = ""

    with pytest.raises(ShelfMissingError) as raised:
        bring_templates(association=make_association(), now=timezone.now())

    assert "CONVOCA_WHATSAPP_BUSINESS_ID" in raised.value.user_message()


def test_hand_in_template_gives_meta_the_text_with_an_example_for_each_blank(server):
    template = make_template(make_association(), "aviso", body=BODY, state="pending")

    hand_in_template(template=template)

    example = {"body_text": [["ejemplo 1"]]}
    assert server.requests[0][2] == {
        "name": "aviso",
        "language": "es",
        "category": "UTILITY",
        "components": [{"type": "BODY", "text": BODY, "example": example}],
    }


def test_hand_in_template_that_meta_refuses_says_its_code(server):
    server.next_refusals.append(Refusal(2388023))

    with pytest.raises(ShelfRefusedError) as raised:
        hand_in_template(template=make_template(make_association(), "aviso", body=BODY))

    assert "2388023" in raised.value.user_message()


@pytest.mark.parametrize("house", HOUSE_TEMPLATES, ids=lambda house: house.name)
def test_a_house_template_is_a_text_that_meta_takes(house):
    check_body(house.body)

    assert count_blanks(house.body) == BLANKS


def test_add_house_templates_twice_keeps_what_was_changed_here():
    association = make_association()
    add_house_templates(association=association, now=timezone.now())
    Template.objects.filter(name="convoca_aviso").update(body=BODY)

    again = add_house_templates(association=association, now=timezone.now())

    assert again == 0
    assert Template.objects.get(name="convoca_aviso").body == BODY
    assert set(Template.objects.values_list("state", flat=True)) == {"pending"}
