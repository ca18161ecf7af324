"""Addresses of the register."""

from django.urls import path

from woonregie.subjects.plans import views

app_name = "plans"
urlpatterns = [
    path("", views.plan_list, name="list"),
    path("kaart/", views.plan_map, name="map"),
    path("kaart.geojson", views.features, name="features"),
    path("plannen.<slug:kind>", views.export, name="export"),
    path("nieuw/", views.create, name="create"),
    path("programma/", views.programme, name="programme"),
    path("programma/aanleveren/", views.programme_imports, name="programme_imports"),
    path(
        "programma/aanleveren/sjabloon.<slug:kind>",
        views.programme_template,
        name="programme_template",
    ),
    path("programma/aanleveren/<uuid:key>/", views.programme_import, name="programme_import"),
    path(
        "programma/aanleveren/<uuid:key>/verwerken/",
        views.programme_apply,
        name="programme_apply",
    ),
    path("programma/<slug:code>/", views.edit_programme, name="edit_programme"),
    path("aanleveren/", views.imports, name="imports"),
    path("aanleveren/sjabloon.<slug:kind>", views.template_file, name="template"),
    path("aanleveren/<uuid:key>/", views.import_detail, name="import"),
    path("aanleveren/<uuid:key>/verwerken/", views.import_apply, name="import_apply"),
    path("<slug:number>/", views.detail, name="detail"),
    path("<slug:number>/vlak.geojson", views.shape, name="shape"),
    path("<slug:number>/bewerken/", views.edit, name="edit"),
    path("<slug:number>/historie/", views.history, name="history"),
]
