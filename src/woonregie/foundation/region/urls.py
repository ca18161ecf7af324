"""Addresses of the places of a region."""

from django.urls import path

from woonregie.foundation.region import views

app_name = "region"
urlpatterns = [
    path("grenzen.geojson", views.borders, name="borders"),
    path("logboek/", views.trail, name="trail"),
]
