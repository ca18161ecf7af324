"""Addresses of forecasts."""

from django.urls import path

from woonregie.subjects.forecast import views

app_name = "forecast"
urlpatterns = [
    path("", views.forecasts, name="list"),
    path("kiezen/", views.choose, name="choose"),
    path("rekenen/", views.workbench, name="workbench"),
    path("scenarios/opslaan/", views.save, name="save"),
    path("uitleg/", views.explained, name="explained"),
    path("houdbaarheid/", views.shelf_life, name="shelf_life"),
    path("inlezen/", views.deliver, name="deliver"),
    path("inlezen/voorbeeld.csv", views.example, name="example"),
    path("inlezen/vastleggen/", views.confirm, name="confirm"),
]
