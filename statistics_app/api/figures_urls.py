"""Addresses of the interface to the figures."""

from django.urls import URLPattern, path

from statistics_app.api import figures

urlpatterns: list[URLPattern] = [
    path(
        "statistics/indicators/",
        figures.IndicatorsView.as_view(),
        name="api-statistics-indicators",
    ),
    path("statistics/values/", figures.ValuesView.as_view(), name="api-statistics-values"),
]
