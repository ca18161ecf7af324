"""Addresses of sources."""

from django.urls import path

from woonregie.foundation.sources import views

app_name = "sources"
urlpatterns = [path("<slug:key>/", views.detail, name="detail")]
