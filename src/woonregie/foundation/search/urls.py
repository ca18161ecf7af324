"""The address of search."""

from django.urls import path

from woonregie.foundation.search import views

app_name = "search"
urlpatterns = [path("", views.results, name="results")]
