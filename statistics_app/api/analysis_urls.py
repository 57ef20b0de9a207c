"""Address of the open data of analysis reports."""

from django.urls import path

from statistics_app.api import analysis

urlpatterns = [
    path(
        "statistics/analysis-reports/",
        analysis.AnalysisReportsView.as_view(),
        name="statistics-analysis-reports",
    ),
]
