"""Files by their content."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.keyed import KeyedModel


class StoredFile(KeyedModel):
    """A file (*bestand*) under the name that its sender gave it.

    The content lies there once, whoever sent it: its place follows from its hash. The name does
    not, because it may tell one municipality about another.
    """

    sha256 = models.CharField(_("vingerafdruk"), max_length=64)
    size_bytes = models.PositiveBigIntegerField(_("grootte"))
    media_type = models.CharField(_("soort"), max_length=120)
    name = models.CharField(_("naam"), max_length=255)
    stored_at = models.DateTimeField(_("bewaard"))

    class Meta:
        verbose_name = _("bestand")
        verbose_name_plural = _("bestanden")
        constraints = [
            models.UniqueConstraint(fields=["sha256", "name"], name="file_once_per_name")
        ]

    def __str__(self) -> str:
        return self.name
