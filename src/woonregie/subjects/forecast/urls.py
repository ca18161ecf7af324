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
    path("eigen-behoefte/", views.own_need, name="own_need"),
    path("eigen-behoefte/vastleggen/", views.lay_down, name="lay_down"),
    path("eigen-behoefte/kiezen/", views.choose_own_need, name="choose_own_need"),
    path("eigen-behoefte/standpunt/", views.dissent, name="dissent"),
    path(
        "eigen-behoefte/standpunt/<uuid:key>/intrekken/",
        views.withdraw_dissent,
        name="withdraw_dissent",
    ),
    path("inlezen/", views.deliver, name="deliver"),
    path("inlezen/voorbeeld.csv", views.example, name="example"),
    path("inlezen/vastleggen/", views.confirm, name="confirm"),
]
