"""Addresses about the own account."""

from django.urls import path

from woonregie.foundation.accounts import views

app_name = "accounts"
urlpatterns = [
    path("toegangssleutels/", views.tokens, name="tokens"),
    path("toegangssleutels/<uuid:key>/intrekken/", views.revoke, name="revoke"),
]
