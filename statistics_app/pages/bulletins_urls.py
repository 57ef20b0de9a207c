"""Addresses of bulletins: the office's and everybody's."""

from django.urls import path

from statistics_app.pages import bulletins, bulletins_public

urlpatterns = [
    path("statistics/bulletins/", bulletins.BulletinsPage.as_view(), name="bulletins"),
    path(
        "statistics/bulletins/new/<slug:deed>/",
        bulletins.BulletinsPage.as_view(),
        name="bulletin_new",
    ),
    path("statistics/bulletins/<int:pk>/", bulletins.BulletinPage.as_view(), name="bulletin"),
    path(
        "statistics/bulletins/<int:pk>/<slug:deed>/",
        bulletins.BulletinPage.as_view(),
        name="bulletin_deed",
    ),
    path("bulletins/", bulletins_public.PublishedBulletins.as_view(), name="bulletins_public"),
    path(
        "bulletins/<int:pk>/",
        bulletins_public.PublishedBulletin.as_view(),
        name="bulletin_public",
    ),
    path(
        "bulletins/<int:pk>/<slug:ending>/",
        bulletins_public.BulletinFile.as_view(),
        name="bulletin_file",
    ),
]
