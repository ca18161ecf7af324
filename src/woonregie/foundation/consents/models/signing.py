"""Signatures of parties, and the issuers of certificates that a region trusts."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.accounts.models import Role
from woonregie.foundation.audit.appendonly import append_only
from woonregie.foundation.audit.keyed import KeyedModel
from woonregie.foundation.consents.models.asking import Consent, Request


class SignatureMethod(models.TextChoices):
    """How a party signed."""

    PADES = "pades", _("digitaal, met een certificaat")
    PAPER = "paper", _("op papier, met een scan")
    DECISION = "decision", _("met een besluit")


@append_only()
class Signature(KeyedModel):
    """A party signed what was laid before it (*handtekening*), with the digest of that."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="signatures")
    consent = models.OneToOneField(Consent, models.PROTECT, related_name="signature")
    number = models.PositiveSmallIntegerField(_("volgnummer"))
    method = models.CharField(_("hoe"), max_length=10, choices=SignatureMethod)
    signed_sha256 = models.CharField(_("vingerafdruk van wat getekend is"), max_length=64)
    # What came of it: the signed PDF, or the scan.
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, related_name="+", verbose_name=_("bestand")
    )
    decision = models.ForeignKey(
        "consents.Decision", models.PROTECT, null=True, related_name="+", verbose_name=_("besluit")
    )
    subject = models.CharField(_("ondertekenaar"), max_length=300, blank=True)
    issuer = models.CharField(_("uitgever"), max_length=300, blank=True)
    serial = models.CharField(_("nummer van het certificaat"), max_length=64, blank=True)
    certificate_sha256 = models.CharField(_("vingerafdruk"), max_length=64, blank=True)
    signed_by = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, related_name="+", verbose_name=_("wie")
    )
    role = models.CharField(_("rol"), max_length=30, blank=True)
    signed_at = models.DateTimeField(_("getekend op"))

    class Meta:
        verbose_name = _("handtekening")
        verbose_name_plural = _("handtekeningen")
        ordering = ["request", "number"]
        constraints = [
            # Two who sign at once: the second signs behind the first.
            models.UniqueConstraint(fields=["request", "number"], name="signature_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.consent}: {self.get_method_display()}"

    @property
    def role_text(self) -> str:
        """What the role is called in which somebody signed."""
        return str(dict(Role.choices).get(self.role, self.role))


class TrustRoot(KeyedModel):
    """An issuer of certificates that a region trusts (*vertrouwde uitgever*), with its source."""

    region = models.ForeignKey(
        "region.Region", models.PROTECT, related_name="+", verbose_name=_("regio")
    )
    title = models.CharField(_("naam"), max_length=200)
    der = models.BinaryField(_("certificaat"))
    sha256 = models.CharField(_("vingerafdruk"), max_length=64)
    subject = models.CharField(_("uitgever"), max_length=300)
    valid_until = models.DateTimeField(_("certificaat geldt tot"))
    source = models.CharField(_("bron"), max_length=300)
    checked_on = models.DateField(_("nagegaan op"))
    starts_on = models.DateField(_("vertrouwd vanaf"))
    ends_before = models.DateField(_("vertrouwd tot"), null=True, blank=True)

    class Meta:
        verbose_name = _("vertrouwde uitgever")
        verbose_name_plural = _("vertrouwde uitgevers")
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gte=F("starts_on")),
                name="trust_root_ends_after_start",
            ),
            models.UniqueConstraint(fields=["region", "sha256", "starts_on"], name="root_once"),
        ]

    def __str__(self) -> str:
        return self.title
