"""Addresses of norms and definition profiles."""

from django.urls import path

from woonregie.foundation.norms import views

app_name = "norms"
urlpatterns = [
    path("", views.norms, name="list"),
    path("nieuw/", views.add_norm, name="add"),
    path("norm/<uuid:key>/", views.edit_norm, name="norm"),
    path("definitie/<slug:name>/", views.edit_profile, name="profile"),
]
