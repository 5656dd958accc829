"""Which days a person may mean: a slip of the finger like the year 20227 is none of them."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)
SAID = _("Revise el año de este día.")

OF_OUR_TIME = [MinValueValidator(FIRST, SAID), MaxValueValidator(LAST, SAID)]
