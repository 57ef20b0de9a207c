"""Addresses of the recognition of B2B exports."""

from django.urls import path

from statistics_app.pages import recognition, recognition_models

MODELS = "statistics/recognition-models/"

urlpatterns = [
    path("statistics/recognition/", recognition.RecognitionsPage.as_view(), name="recognitions"),
    path(
        "statistics/recognition/<int:pk>/",
        recognition.RecognitionPage.as_view(),
        name="recognition",
    ),
    path(
        "statistics/recognition/<int:pk>/<slug:deed>/",
        recognition.RecognitionPage.as_view(),
        name="recognition_deed",
    ),
    path(MODELS, recognition_models.ModelsPage.as_view(), name="recognition_models"),
    path(
        f"{MODELS}new/<slug:deed>/",
        recognition_models.ModelsPage.as_view(),
        name="recognition_model_new",
    ),
    path(
        f"{MODELS}<int:pk>/against/<int:recognition_model>/",
        recognition_models.DifferencesPage.as_view(),
        name="recognition_differences",
    ),
    path(f"{MODELS}<int:pk>/", recognition_models.ModelPage.as_view(), name="recognition_model"),
    path(
        f"{MODELS}<int:pk>/<slug:deed>/",
        recognition_models.ModelPage.as_view(),
        name="recognition_model_deed",
    ),
]
