"""Addresses of the open data of bulletins."""

from django.urls import path

from statistics_app.api import bulletins

urlpatterns = [
    path("statistics/bulletins/", bulletins.BulletinsView.as_view(), name="statistics-bulletins"),
    path(
        "statistics/bulletins/<int:pk>/",
        bulletins.BulletinView.as_view(),
        name="statistics-bulletin",
    ),
]
