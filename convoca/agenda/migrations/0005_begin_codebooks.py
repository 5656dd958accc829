"""Every code that is there gets the event of its creation: the codebook's history begins."""

from itertools import groupby

from django.db import migrations

A_BATCH = 500


def begin(apps, schema_editor):
    Code = apps.get_model("agenda", "Code")
    CodeEvent = apps.get_model("agenda", "CodeEvent")
    with_history = CodeEvent.objects.values("code")
    codes = Code.objects.exclude(pk__in=with_history).order_by("community", "created_at", "pk")
    for community, members in groupby(codes.iterator(), key=lambda code: code.community_id):
        last = CodeEvent.objects.filter(community=community).order_by("-number").first()
        events = [
            CodeEvent(
                community_id=community,
                number=number,
                kind="create",
                code=code,
                before={},
                after=described(code),
                by_id=code.created_by_id,
                at=code.created_at,
            )
            for number, code in enumerate(members, last.number + 1 if last else 1)
        ]
        CodeEvent.objects.bulk_create(events, batch_size=A_BATCH)


def described(code):
    """What a code said when it was landed: name, definition, theme, and whether it is in use."""
    fields = {"name": code.name}
    if code.definition:
        fields["definition"] = code.definition
    if code.theme_id is not None:
        fields["theme"] = code.theme_id
    if not code.is_active:
        fields["is_active"] = False
    return fields


class Migration(migrations.Migration):
    dependencies = [("agenda", "0004_write_consents")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
