"""Addresses of the interface to targets, tasks and direct reports."""

from django.urls import URLPattern, path

from statistics_app.api import targets

urlpatterns: list[URLPattern] = [
    path("statistics/targets/", targets.TargetsView.as_view()),
    path("statistics/reports/", targets.ReportsView.as_view()),
    path("statistics/reports/<int:pk>/", targets.ReportView.as_view()),
]
