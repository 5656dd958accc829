"""Tell convening which interviews were done before it was told of each."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def tell_interviews(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    interviews = apps.get_model("agenda", "Interview").objects
    marks = apps.get_model("convening", "InterviewMark")
    done = interviews.filter(state="done", withdrawn_at__isnull=True)
    marks.objects.bulk_create(
        (
            marks(cycle_id=cycle_id, seat_id=seat_id)
            for cycle_id, seat_id in done.values_list("cycle", "seat").distinct()
        ),
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0001_initial"),
        ("convening", "0005_add_board"),
    ]

    operations = [migrations.RunPython(tell_interviews, migrations.RunPython.noop)]
