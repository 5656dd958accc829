"""Facts of the country, loaded from files and common to all associations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Region(models.Model):
    """A region; `position` counts from north to south."""

    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.short_name


class Province(models.Model):
    """A province of a region."""

    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=120)
    region = models.ForeignKey(Region, models.PROTECT, related_name="provinces")

    def __str__(self) -> str:
        return self.name


class Settlement(models.TextChoices):
    """The class of a comuna by how its people live."""

    URBAN = "urban", _("urbana")
    MIXED = "mixed", _("mixta")
    RURAL = "rural", _("rural")


class Municipality(models.Model):
    """Who administers one or more comunas; place and clock are those of its own comuna."""

    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=120)
    comuna_name = models.CharField(max_length=120)
    province = models.ForeignKey(Province, models.PROTECT, related_name="municipalities")
    region = models.ForeignKey(Region, models.PROTECT, related_name="municipalities")
    zone = models.CharField(max_length=64)
    settlement = models.CharField(max_length=8, choices=Settlement, blank=True)
    population = models.PositiveIntegerField()

    class Meta:
        ordering = ["region__position", "comuna_name"]
        verbose_name_plural = "municipalities"

    def __str__(self) -> str:
        return self.comuna_name


class Comuna(models.Model):
    """A comuna by its territorial code, with the other spellings that real files use."""

    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=120)
    aliases = models.JSONField(default=list)
    province = models.ForeignKey(Province, models.PROTECT, related_name="comunas")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="comunas")
    population = models.PositiveIntegerField()
    settlement = models.CharField(max_length=8, choices=Settlement, blank=True)
    zone = models.CharField(max_length=64)
    latitude = models.DecimalField(max_digits=8, decimal_places=4)
    longitude = models.DecimalField(max_digits=8, decimal_places=4)

    def __str__(self) -> str:
        return self.name


class DirectorateKind(models.Model):
    """A kind of municipal directorate, such as SECPLAN."""

    class Requirement(models.TextChoices):
        EVERY = "every", _("en toda municipalidad")
        LARGE = "large", _("en comunas grandes")
        LARGE_OR_AGREED = "large_or_agreed", _("en comunas grandes o por acuerdo")
        AGREED = "agreed", _("por acuerdo del concejo")
        WHERE_RUN = "where_run", _("donde se administra el servicio")
        BY_REGULATION = "by_regulation", _("por reglamento interno")
        SPECIAL_LAW = "special_law", _("según ley especial")

    code = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=120)
    abbreviations = models.JSONField(default=list)
    common_names = models.JSONField(default=list)
    legal_basis = models.CharField(max_length=200, blank=True)
    requirement = models.CharField(max_length=16, choices=Requirement)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.abbreviations[0] if self.abbreviations else self.name


class Holiday(models.Model):
    """A day without sessions: of the whole country, or of one region."""

    on = models.DateField()
    name = models.CharField(max_length=120)
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="holidays")

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["on", "region"], name="one_holiday_per_day_and_region"),
            models.UniqueConstraint(
                fields=["on"],
                condition=models.Q(region__isnull=True),
                name="one_national_holiday_per_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"
