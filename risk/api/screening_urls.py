"""Addresses of screenings and of facts that others deliver."""

from django.urls import URLPattern, path

from risk.api import fact_files, screenings, self_check

urlpatterns: list[URLPattern] = [
    path("risk/screenings/", screenings.ScreeningsView.as_view()),
    path("risk/screenings/<int:pk>/", screenings.ScreeningView.as_view()),
    path("risk/self-check/", self_check.SelfCheckView.as_view()),
    path("risk/joint/facts/", screenings.FactsView.as_view()),
    path("risk/joint/facts/files/", fact_files.FactFilesView.as_view()),
]
