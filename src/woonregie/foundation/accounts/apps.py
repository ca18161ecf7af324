"""Tells Django that this room exists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People and organisations."""

    name = "woonregie.foundation.accounts"
    label = "accounts"
    verbose_name = _("Mensen en organisaties")
