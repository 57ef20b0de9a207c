"""Addresses of the sites with their enterprises, and of who looked at a file."""

from django.urls import path

from enterprises.pages import sites, viewings

urlpatterns = [
    path("sites/", sites.Sites.as_view(), name="sites"),
    path(
        "sites/<slug:code>/enterprises/",
        sites.SiteEnterprises.as_view(),
        name="site_enterprises",
    ),
    path("enterprises/<int:pk>/site/", sites.Move.as_view(), name="move"),
    path("viewers/", viewings.Viewers.as_view(), name="viewers"),
]
