"""Addresses of the balance and the statement."""

from django.urls import path

from woonregie.subjects.balance import views

app_name = "balance"
urlpatterns = [
    path("balans/", views.workbench, name="workbench"),
    path("balans/kaart.geojson", views.coverage_features, name="features"),
    path("balans/brug/", views.bridge_page, name="bridge"),
    path("totalen/", views.published, name="published"),
    path("totalen/<uuid:key>/", views.publication, name="publication"),
    path("stand/", views.statement, name="statement"),
    path("stand/stand.<slug:kind>", views.statement_file, name="statement_file"),
    path("stand/<slug:code>/", views.statement, name="statement_of"),
    path("stand/<slug:code>/stand.<slug:kind>", views.statement_file, name="statement_file_of"),
]
