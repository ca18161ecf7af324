"""Addresses of long work."""

from django.urls import path

from woonregie.foundation.runs import views

app_name = "runs"
urlpatterns = [
    path("<uuid:key>/", views.detail, name="detail"),
    path("<uuid:key>/stoppen/", views.cancel, name="cancel"),
]
