"""Addresses of forecasts."""

from django.urls import path

from woonregie.subjects.forecast import views

app_name = "forecast"
urlpatterns = [
    path("", views.forecasts, name="list"),
    path("kiezen/", views.choose, name="choose"),
]
