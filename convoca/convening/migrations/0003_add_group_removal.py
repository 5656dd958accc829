from django.db import migrations, models


class Migration(migrations.Migration):
    """Who was removed from the group, and who was given a later link."""

    dependencies = [("convening", "0002_add_accepts_and_letter")]

    operations = [
        migrations.AddField(
            model_name="groupmembership",
            name="removed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="groupmembership",
            name="renewed_at",
            field=models.DateTimeField(null=True),
        ),
    ]
