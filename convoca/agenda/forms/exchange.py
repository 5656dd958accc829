"""A file of another program."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from convoca.agenda.core.coding.refi.reading import MAX_BYTES


class CarryForm(forms.Form):
    """A codebook (.qdc) or a project (.qdpx) to bring."""

    file = forms.FileField(
        label=_("Archivo .qdc o .qdpx"),
        help_text=_("Antes de cambiar nada, le mostramos qué cambiaría."),
        widget=forms.ClearableFileInput(attrs={"accept": ".qdc,.qdpx"}),
        error_messages={
            "required": _("Elija un archivo."),
            "empty": _("El archivo está vacío. Expórtelo otra vez y vuelva a subirlo."),
        },
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse what is too big before it is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if file.size is None or file.size > MAX_BYTES:
            raise forms.ValidationError(
                _("El archivo pesa más de 8 MB. Expórtelo sin audios ni imágenes.")
            )
        return file
