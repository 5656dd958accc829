from django.db import migrations


def move_readings(apps, schema_editor):
    """Give each roster that is being read its work; readings that were cut begin anew."""
    Work = apps.get_model("foundation", "Work")
    Community = apps.get_model("directory", "Community")
    RosterImport = apps.get_model("directory", "RosterImport")
    for roster in RosterImport.objects.filter(state="reading").defer("content").iterator():
        served = Community.objects.filter(
            association_id=roster.association_id, kind_id=roster.kind_id
        )
        community = served.order_by("pk").first()
        Work.objects.create(
            association_id=roster.association_id,
            community_id=community.pk if community else None,
            kind="roster_reading",
            key=f"roster:{roster.pk}",
            subject_id=roster.pk,
            title=f"Leer la nómina «{roster.file_name}»",
            address=f"/directorio/{community.pk}/nomina/{roster.pk}/" if community else "",
            asked_by_id=roster.uploaded_by_id,
            asked_at=roster.uploaded_at,
        )


class Migration(migrations.Migration):

    dependencies = [
        ("directory", "0006_share_seats"),
        ("foundation", "0003_works"),
    ]

    operations = [
        migrations.RunPython(move_readings, migrations.RunPython.noop),
        migrations.RemoveField(model_name="rosterimport", name="attempts"),
        migrations.RemoveField(model_name="rosterimport", name="leased_until"),
        migrations.RemoveField(model_name="rosterimport", name="row_count"),
        migrations.RemoveField(model_name="rosterimport", name="rows_read"),
    ]
