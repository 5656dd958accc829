import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cycles', '0001_initial'),
        ('directory', '0001_initial'),
        ('meetings', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='session',
            name='minutes_draft',
            field=models.TextField(blank=True, default=''),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name='SentMinutes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('sent_at', models.DateTimeField()),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sent_minutes', to='meetings.session')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.AddConstraint(
            model_name='sentminutes',
            constraint=models.UniqueConstraint(fields=('session', 'number'), name='one_text_per_number'),
        ),
        migrations.CreateModel(
            name='Departure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='departures', to='directory.person')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='departures', to='meetings.session')),
            ],
        ),
        migrations.AddConstraint(
            model_name='departure',
            constraint=models.UniqueConstraint(fields=('session', 'person', 'number'), name='one_departure_per_number'),
        ),
        migrations.RenameField(
            model_name='commitment',
            old_name='carried_to',
            new_name='carried_once',
        ),
        migrations.AlterField(
            model_name='commitment',
            name='carried_once',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cycles.cycle'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='carried_to',
            field=models.ManyToManyField(related_name='carried_commitments', to='cycles.cycle'),
        ),
    ]
