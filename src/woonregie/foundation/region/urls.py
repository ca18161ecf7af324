"""Addresses of a region: its places, its people, its log."""

from django.urls import path

from woonregie.foundation.region import views

app_name = "region"
urlpatterns = [
    path("regio/", views.about, name="about"),
    path("grenzen.geojson", views.borders, name="borders"),
    path("logboek/", views.trail, name="trail"),
    path("mensen/", views.people, name="people"),
    path("mensen/uitnodigen/", views.invite, name="invite"),
    path("mensen/<uuid:key>/", views.person, name="person"),
    path("mensen/<uuid:key>/rol/", views.give_role, name="give_role"),
    path("mensen/<uuid:key>/mail/", views.send_mail, name="send_mail"),
    path("mensen/<uuid:key>/account/", views.close, name="close"),
    path("mensen/rol/<uuid:key>/beeindigen/", views.end_role, name="end_role"),
]
