"""Who somebody may be in the demonstration, with one button each."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.region.models import Region
from woonregie.site.demo import PASSWORD

register = template.Library()

# The first part of the e-mail address, who that is, and what she comes for.
VISITORS = (
    ("beleid.kampen", _("Beleidsadviseur van Kampen"), _("Levert plannen aan en leest Kampen.")),
    ("regiosecretaris", _("Regiosecretaris"), _("Ziet wie waar is, en wat er blijft liggen.")),
    ("wethouder.kampen", _("Wethouder van Kampen"), _("Leest hoe het ervoor staat, en beslist.")),
    ("accounthouder", _("Accounthouder van de provincie"), _("Toetst de plannen van de regio.")),
    ("corporatie", _("Adviseur van een corporatie"), _("Legt behoefte en plannen naast elkaar.")),
    ("huurders", _("Huurdersvertegenwoordiger"), _("Leest in gewone taal wat er komt.")),
)


@register.inclusion_tag("site/visitors.html", takes_context=True)
def visitors(context: RequestContext) -> dict[str, Any]:
    """Show whom a newcomer may be; nobody where there is no demonstration region."""
    shown = []
    if Region.objects.filter(demonstration=True).exists():
        addresses = {f"{first}@voorbeeld.example": (who, what) for first, who, what in VISITORS}
        present = set(
            Account.objects.filter(email__in=addresses, is_active=True).values_list(
                "email", flat=True
            )
        )
        shown = [
            {"email": address, "who": who, "what": what}
            for address, (who, what) in addresses.items()
            if address in present
        ]
    return {
        "visitors": shown,
        "password": PASSWORD,
        "csrf_token": context.get("csrf_token"),
        "next": context.get("redirect_field_value") or "",
    }
