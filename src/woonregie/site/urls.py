"""Every address of the house; the region stands in front of what belongs to a region."""


from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.account.urls")),
]
