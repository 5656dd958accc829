"""What every room needs: the association that answers for its rows."""

from django.db import models


class Association(models.Model):
    """An organisation that runs communities: everything but the facts of the country is its own."""

    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=40)
    zone = models.CharField(max_length=64)
    contact_email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.short_name
