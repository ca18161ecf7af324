"""What can be found, in words for people; the words of the index are kept by the back end."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchRow(models.Model):
    """One thing as it can be found (*vindbare regel*); made again from its source at any time.

    The key is a number, not a UUID: a full-text table of SQLite counts its rows.
    """

    kind = models.CharField(_("soort"), max_length=40)
    target_id = models.UUIDField(_("wat"))
    owner = models.ForeignKey(
        "accounts.Organisation",
        models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("van wie"),
    )
    title = models.CharField(_("titel"), max_length=300)
    line = models.CharField(_("tweede regel"), max_length=300, blank=True)
    text = models.TextField(_("tekst"), blank=True)
    argument = models.CharField(_("adres"), max_length=200, blank=True)
    on = models.DateField(_("dag"), null=True)

    class Meta:
        verbose_name = _("vindbare regel")
        verbose_name_plural = _("vindbare regels")
        constraints = [
            models.UniqueConstraint(fields=["kind", "target_id"], name="search_row_once")
        ]

    def __str__(self) -> str:
        return self.title
