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
    path("scenarios/", views.scenarios, name="scenarios"),
    path("scenarios/vergelijken/", views.compare, name="compare"),
    path("scenarios/<uuid:key>/", views.scenario, name="scenario"),
    path("scenarios/<uuid:key>/waaier/", views.fan, name="fan"),
    path("scenarios/<uuid:key>/delen/", views.share, name="share"),
    path("scenarios/<uuid:key>/intrekken/", views.withdraw, name="withdraw"),
    path("scenarios/<uuid:key>/vaststellen/", views.adopt, name="adopt"),
    path("scenarios/<uuid:key>/prognose.csv", views.as_csv, name="scenario_csv"),
    path("scenarios/<uuid:key>/prognose.xlsx", views.as_xlsx, name="scenario_xlsx"),
    path("scenarios/<uuid:key>/prognose.pdf", views.as_pdf, name="scenario_pdf"),
]
