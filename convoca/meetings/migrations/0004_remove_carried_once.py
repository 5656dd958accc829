from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0003_fill_sent_minutes_and_carried'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='commitment',
            name='carried_once',
        ),
    ]
