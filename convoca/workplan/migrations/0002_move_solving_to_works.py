from django.db import migrations, models


def move_solving(apps, schema_editor):
    """Give each plan in hand its work; computations that were cut begin anew."""
    Work = apps.get_model("foundation", "Work")
    Plan = apps.get_model("workplan", "Plan")
    in_hand = Plan.objects.filter(state__in=["queued", "running"])
    for plan in in_hand.select_related("cycle__community"):
        community = plan.cycle.community
        Work.objects.create(
            association_id=community.association_id,
            community_id=community.pk,
            kind="plan_solving",
            key=f"cycle:{plan.cycle_id}",
            subject_id=plan.pk,
            title=f"Calcular las fechas del ciclo {plan.cycle.number}",
            address=f"/plan/{plan.cycle_id}/plan/",
            asked_by_id=plan.asked_by_id,
            asked_at=plan.asked_at,
        )
    in_hand.update(state="queued")


class Migration(migrations.Migration):

    dependencies = [
        ("workplan", "0001_initial"),
        ("foundation", "0003_works"),
    ]

    operations = [
        migrations.RunPython(move_solving, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="plan", name="one_plan_in_hand"),
        migrations.RemoveField(model_name="plan", name="attempts"),
        migrations.RemoveField(model_name="plan", name="leased_until"),
        migrations.AlterField(
            model_name="plan",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "calculando"),
                    ("solved", "calculado"),
                    ("failed", "sin solución"),
                    ("confirmed", "confirmado"),
                    ("cancelled", "cancelado"),
                ],
                default="queued",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "queued")),
                fields=("cycle",),
                name="one_plan_in_hand",
            ),
        ),
    ]
