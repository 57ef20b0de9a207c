"""Addresses of the interface to the recognition of B2B exports."""

from django.urls import path

from statistics_app.api import recognition

urlpatterns = [
    path(
        "statistics/recognitions/",
        recognition.RecognitionsView.as_view(),
        name="api-statistics-recognitions",
    ),
    path(
        "statistics/recognitions/decisions/",
        recognition.DecisionsView.as_view(),
        name="api-statistics-recognition-decisions",
    ),
    path(
        "statistics/recognitions/<int:pk>/",
        recognition.RecognitionView.as_view(),
        name="api-statistics-recognition",
    ),
]
