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
    path("buren.geojson", views.neighbour_areas, name="neighbours"),
    path("ligging/", views.place_drawing, name="placing"),
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
    path("leidend/", views.leads, name="leads"),
    path("snel-bewerken/", views.quick_edit, name="quick_edit"),
    path("ongewijzigd/", views.confirm, name="confirm"),
    path("ongewijzigd/alles/", views.confirm_all, name="confirm_all"),
    path("filters/", views.save_filter, name="save_filter"),
    path("filters/<uuid:key>/weg/", views.forget_filter, name="forget_filter"),
    path("kwaliteit/", views.quality, name="quality"),
    path("kwaliteit/<slug:code>/", views.quality_of, name="quality_of"),
    path("realisatie/", views.realisation, name="realisation"),
    path("realisatie/beoordelen/", views.decide_together, name="decide_proposals"),
    path("realisatie/aanleveren/", views.realised_imports, name="realised_imports"),
    path(
        "realisatie/aanleveren/sjabloon-<slug:kind>.csv",
        views.realised_template,
        name="realised_template",
    ),
    path("realisatie/aanleveren/<uuid:key>/", views.realised_import, name="realised_import"),
    path(
        "realisatie/aanleveren/<uuid:key>/verwerken/",
        views.realised_apply,
        name="realised_apply",
    ),
    path("realisatie/<uuid:key>/", views.decide, name="decide_proposal"),
    path("aanleveren/", views.imports, name="imports"),
    path("aanleveren/sjabloon.<slug:kind>", views.template_file, name="template"),
    path("aanleveren/geleerd/", views.learned, name="learned"),
    path("aanleveren/geleerd/<uuid:key>/vergeten/", views.forget_learned, name="forget_learned"),
    path("aanleveren/<uuid:key>/", views.import_detail, name="import"),
    path("aanleveren/<uuid:key>/kolommen/", views.import_columns, name="import_columns"),
    path("aanleveren/<uuid:key>/antwoorden/", views.import_answers, name="import_answers"),
    path("aanleveren/<uuid:key>/verwerken/", views.import_apply, name="import_apply"),
    path("leveren/", views.outlet_list, name="outlets"),
    path("leveren/indelingen/", views.layouts, name="layouts"),
    path("leveren/indelingen/<slug:name>/", views.layout, name="layout"),
    path("leveren/indelingen/<slug:name>/kolommen.csv", views.layout_file, name="layout_file"),
    path(
        "leveren/indelingen/<slug:name>/weghalen/", views.withdraw_layout, name="withdraw_layout"
    ),
    path("leveren/<slug:name>/", views.outlet, name="outlet"),
    path("leveren/klaar/<uuid:key>/", views.outlet_made, name="outlet_made"),
    path("leveren/klaar/<uuid:key>/bestand/", views.outlet_file, name="outlet_file"),
    path("<slug:number>/", views.detail, name="detail"),
    path("<slug:number>/vlak.geojson", views.shape, name="shape"),
    path("<slug:number>/bewerken/", views.edit, name="edit"),
    path("<slug:number>/historie/", views.history, name="history"),
    path("<slug:number>/opmerking/", views.remark, name="remark"),
    path("<slug:number>/opmerking/<uuid:key>/afhandelen/", views.settle, name="settle"),
    path("<slug:number>/lezing/", views.read_otherwise, name="read_otherwise"),
    path(
        "<slug:number>/lezing/<uuid:key>/intrekken/",
        views.withdraw_reading,
        name="withdraw_reading",
    ),
    path("<slug:number>/knelpunt/", views.report_bottleneck, name="report_bottleneck"),
    path(
        "<slug:number>/knelpunt/<uuid:key>/opgelost/",
        views.solve_bottleneck,
        name="solve_bottleneck",
    ),
    path("<slug:number>/bijlage/", views.attach, name="attach"),
    path("<slug:number>/bijlage/<uuid:key>/", views.attachment, name="attachment"),
    path("<slug:number>/bijlage/<uuid:key>/weg/", views.detach, name="detach"),
    path("<slug:number>/rekening/", views.account, name="account"),
    path("<slug:number>/rekening/boeken/<slug:slug>/", views.book, name="book"),
    path("<slug:number>/rekening/overdragen/<slug:slug>/", views.move, name="move"),
    path("<slug:number>/rekening/afboeken/", views.write_down, name="write_down"),
    path(
        "<slug:number>/rekening/afboeking/<uuid:key>/rechtsgeldig/",
        views.put_in_force,
        name="put_in_force",
    ),
    path(
        "<slug:number>/rekening/afboeking/<uuid:key>/intrekken/", views.withdraw, name="withdraw"
    ),
    path("<slug:number>/rekening/<uuid:key>/herstellen/", views.correct, name="correct"),
    path("<slug:number>/besluiten/", views.decisions, name="decisions"),
    path("<slug:number>/besluiten/<uuid:key>/terugnemen/", views.take_back, name="take_back"),
    path("<slug:number>/samenhang/", views.relations, name="relations"),
    path("<slug:number>/samenhang/splitsen/", views.split, name="split"),
    path("<slug:number>/samenhang/samenvoegen/", views.merge, name="merge"),
    path(
        "<slug:number>/samenhang/<uuid:key>/beeindigen/", views.end_relation, name="end_relation"
    ),
]
