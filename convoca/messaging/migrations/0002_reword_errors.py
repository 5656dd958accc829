"""What went wrong is a sentence for the staff now; the words of servers and faults go."""

from django.db import migrations

SENTENCE = (
    "Este correo no salió. Confirme la dirección con la persona, "
    "corríjala si hace falta y envíelo otra vez."
)
CUT = (
    "El envío se cortó; puede que el correo haya salido. "
    "Pregunte a la persona si le llegó antes de enviarlo otra vez."
)


def reword_errors(apps, schema_editor):
    """Write a sentence in the place of each error of a message that did not leave for sure."""
    message = apps.get_model("messaging", "Message")
    message.objects.filter(state="failed").exclude(error="").update(error=SENTENCE)
    message.objects.filter(state="uncertain").exclude(error="").update(error=CUT)


class Migration(migrations.Migration):
    """Only what the staff reads of old failures changes."""

    dependencies = [("messaging", "0001_initial")]

    operations = [migrations.RunPython(reword_errors, migrations.RunPython.noop)]
