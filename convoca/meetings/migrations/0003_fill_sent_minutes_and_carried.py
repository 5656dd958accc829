from django.db import migrations
from django.db.models import F


def fill(apps, schema_editor):
    """Keep what was sent as the first text, and what was only written as a draft."""
    Session = apps.get_model('meetings', 'Session')
    SentMinutes = apps.get_model('meetings', 'SentMinutes')
    Commitment = apps.get_model('meetings', 'Commitment')
    Session.objects.update(minutes_draft=F('minutes_text'))
    Session.objects.filter(minutes_sent_at__isnull=True).update(minutes_text='')
    SentMinutes.objects.bulk_create(
        SentMinutes(session_id=pk, number=1, text=text, sent_at=sent_at)
        for pk, text, sent_at in Session.objects.filter(
            minutes_sent_at__isnull=False
        ).values_list('pk', 'minutes_text', 'minutes_sent_at')
    )
    carried = Commitment.objects.filter(carried_once__isnull=False)
    Carried = Commitment.carried_to.through
    Carried.objects.bulk_create(
        Carried(commitment_id=pk, cycle_id=cycle)
        for pk, cycle in carried.values_list('pk', 'carried_once_id')
    )


def empty(apps, schema_editor):
    """Go back to one text: what the team wrote last; and to the last cycle carried to."""
    Session = apps.get_model('meetings', 'Session')
    Commitment = apps.get_model('meetings', 'Commitment')
    Session.objects.update(minutes_text=F('minutes_draft'))
    for row in Commitment.carried_to.through.objects.order_by('cycle_id'):
        Commitment.objects.filter(pk=row.commitment_id).update(carried_once=row.cycle_id)


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0002_add_departures_and_sent_minutes'),
    ]

    operations = [migrations.RunPython(fill, empty)]
