"""Give each expert the association of the community that it was added for."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill_association(apps, schema_editor):
    expert = apps.get_model("workplan", "Expert")
    community = apps.get_model("directory", "Community")
    own = community.objects.filter(pk=OuterRef("community")).values("association")[:1]
    expert.objects.filter(association__isnull=True).update(association=Subquery(own))


class Migration(migrations.Migration):
    dependencies = [("workplan", "0003_share_a_pool")]

    operations = [migrations.RunPython(fill_association, migrations.RunPython.noop)]
