"""Addresses of screenings and of facts that others deliver."""

from django.urls import URLPattern, path

from risk.api import screenings

urlpatterns: list[URLPattern] = [
    path("risk/screenings/", screenings.ScreeningsView.as_view()),
    path("risk/screenings/<int:pk>/", screenings.ScreeningView.as_view()),
    path("risk/joint/facts/", screenings.FactsView.as_view()),
]
