"""What may be wrong with a plan, as data: how bad it is, who can mend it, what is too much."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.keyed import KeyedModel


class Severity(models.TextChoices):
    """How bad a finding is; an error blocks a submission, never a draft."""

    ERROR = "error", _("fout")
    WARNING = "warning", _("waarschuwing")
    HINT = "hint", _("tip")


class Mender(models.TextChoices):
    """Who can mend it (*wie kan dit herstellen*)."""

    MUNICIPALITY = "municipality", _("gemeente")
    REGION = "region", _("regio")
    PROVINCE = "province", _("provincie")
    ADMINISTRATOR = "administrator", _("beheerder")


class ValidationRule(KeyedModel):
    """One check of the register (*controle*); the code that looks stands in `validations`."""

    code = models.SlugField(_("sleutel"), max_length=40, unique=True)
    number = models.PositiveSmallIntegerField(_("nummer"))
    severity = models.CharField(_("ernst"), max_length=10, choices=Severity)
    mender = models.CharField(_("wie herstelt"), max_length=15, choices=Mender)
    active = models.BooleanField(_("in gebruik"), default=True)
    # What the check needs before it can be switched on; empty when it can run.
    waits_for = models.CharField(_("wacht op"), max_length=200, blank=True)
    # What is too much, by name: 0.2, 50, ...; an administrator may change it.
    limits = models.JSONField(_("grenzen"), default=dict, blank=True)
    source = models.ForeignKey("sources.Source", models.PROTECT, verbose_name=_("bron"))

    class Meta:
        verbose_name = _("controle")
        verbose_name_plural = _("controles")
        ordering = ["number", "code"]

    def __str__(self) -> str:
        return self.code
