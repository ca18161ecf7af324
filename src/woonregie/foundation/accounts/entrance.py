"""The doors of the house, by allauth: logging in and out, and the own password.

Not all of allauth: nobody signs up, and nobody changes the address by which others know her.
"""

from allauth.account import views
from django.urls import path, re_path

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("gesloten/", views.account_inactive, name="account_inactive"),
    path("wachtwoord/", views.password_change, name="account_change_password"),
    path("wachtwoord/vergeten/", views.password_reset, name="account_reset_password"),
    path(
        "wachtwoord/vergeten/verstuurd/",
        views.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^wachtwoord/kiezen/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "wachtwoord/gekozen/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
