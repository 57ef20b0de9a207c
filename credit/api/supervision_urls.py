"""Addresses of the supervision part of the API."""

from django.urls import URLPattern, path

from credit.api import supervision

urlpatterns: list[URLPattern] = [
    path("credit/negative-list/", supervision.NegativeListView.as_view()),
    path("credit/measure-list/", supervision.MeasureListView.as_view()),
    path("credit/cases/", supervision.OwnCasesView.as_view()),
    path("credit/claims/", supervision.OwnClaimsView.as_view()),
    path("credit/measures/", supervision.OwnMeasuresView.as_view()),
]
