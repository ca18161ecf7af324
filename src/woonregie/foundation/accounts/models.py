"""People, organisations and who does what for whom, from when until when."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.keyed import KeyedModel


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    MUNICIPALITY = "municipality", _("gemeente")
    CORPORATION = "corporation", _("woningcorporatie")
    TENANTS = "tenants", _("huurdersorganisatie")
    PROVINCE = "province", _("provincie")
    STATE = "state", _("rijk")
    REGION = "region", _("regio")
    CARE = "care", _("zorg")
    MARKET = "market", _("marktpartij")


class Theme(models.TextChoices):
    """The looks that ship; each keeps the contrast of the house (tested)."""

    RIVIER = "rivier", _("rivier (blauwgroen)")
    SALLAND = "salland", _("Salland (groen)")
    HANZE = "hanze", _("Hanze (bordeaux)")


class Organisation(KeyedModel):
    """A party (*organisatie*): municipality, corporation, tenants' organisation, province.

    Region.
    """

    kind = models.CharField(_("soort"), max_length=20, choices=OrganisationKind)
    name = models.CharField(_("naam"), max_length=200)
    slug = models.SlugField(_("kort"), max_length=80, unique=True)
    starts_on = models.DateField(_("bestaat vanaf"), null=True, blank=True)
    ends_before = models.DateField(_("bestaat tot"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("opvolger"),
    )
    fictitious = models.BooleanField(_("verzonnen"), default=False)
    theme = models.CharField(_("huisstijl"), max_length=20, choices=Theme, blank=True)

    class Meta:
        verbose_name = _("organisatie")
        verbose_name_plural = _("organisaties")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Account":
        """Make an account that logs in with this address, whatever its capitals."""
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(
        self, email: str, password: str | None = None, **fields: object
    ) -> "Account":
        """Make the technical owner of a server.

        What she may do in the region is still by membership.
        """
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Account(KeyedModel, AbstractUser):
    """Somebody who can log in; what she may do follows from her memberships."""

    username = None  # type: ignore[assignment]  # people log in with their e-mail address
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mailadres"), unique=True)
    display_name = models.CharField(_("naam"), max_length=150)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    objects: ClassVar[AccountManager] = AccountManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["display_name"]

    def __str__(self) -> str:
        return self.display_name or self.email

    def get_full_name(self) -> str:
        """Return the name that stands on the screen."""
        return self.display_name

    def get_short_name(self) -> str:
        """Return the name that stands on the screen."""
        return self.display_name


class Role(models.TextChoices):
    """What somebody does for an organisation (*rol*)."""

    REGION_SECRETARY = "region_secretary", _("regiosecretaris")
    OFFICIAL = "official", _("beleidsadviseur")
    EXECUTIVE = "executive", _("bestuurder")
    THEME_LEAD = "theme_lead", _("trekker")
    CORPORATION_ADVISER = "corporation_adviser", _("corporatie-adviseur")
    TENANTS_REPRESENTATIVE = "tenants_representative", _("huurdersvertegenwoordiger")
    ACCOUNT_MANAGER = "account_manager", _("accounthouder")
    MARKET_EXPERT = "market_expert", _("marktkenner")
    GUEST = "guest", _("gast")
    READER = "reader", _("lezer")
    ADMINISTRATOR = "administrator", _("beheerder")


class Membership(KeyedModel):
    """Somebody works for an organisation in a role, for a time (*lidmaatschap*)."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(_("rol"), max_length=30, choices=Role)
    scope = models.CharField(_("bereik"), max_length=100, blank=True)
    starts_on = models.DateField(_("vanaf"))
    ends_before = models.DateField(_("tot"), null=True, blank=True)

    class Meta:
        verbose_name = _("lidmaatschap")
        verbose_name_plural = _("lidmaatschappen")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="membership_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account}, {self.get_role_display()} {self.organisation}"


class ApiToken(KeyedModel):
    """A key with which a machine speaks for an account (*toegangssleutel*).

    Only its hash is kept.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="api_tokens")
    label = models.CharField(_("waarvoor"), max_length=100)
    prefix = models.CharField(_("begin"), max_length=12)
    sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("gemaakt"))
    expires_on = models.DateField(_("geldt tot en met"))
    revoked_at = models.DateTimeField(_("ingetrokken"), null=True, blank=True)

    class Meta:
        verbose_name = _("toegangssleutel")
        verbose_name_plural = _("toegangssleutels")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.label} ({self.prefix}…)"
