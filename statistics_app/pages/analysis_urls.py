"""Addresses of analysis reports: the office's and everybody's."""

from django.urls import path

from statistics_app.pages import analysis, analysis_public

AT = "statistics/analysis/"
OPEN = "analysis-reports/"

urlpatterns = [
    path(AT, analysis.AnalysisPage.as_view(), name="analysis"),
    path(f"{AT}new/<slug:deed>/", analysis.AnalysisPage.as_view(), name="analysis_new"),
    path(
        f"{AT}templates/<int:pk>/",
        analysis.AnalysisTemplatePage.as_view(),
        name="analysis_template",
    ),
    path(
        f"{AT}templates/<int:pk>/<slug:deed>/",
        analysis.AnalysisTemplatePage.as_view(),
        name="analysis_template_deed",
    ),
    path(f"{AT}<int:pk>/", analysis.AnalysisReportPage.as_view(), name="analysis_report"),
    path(
        f"{AT}<int:pk>/<slug:deed>/",
        analysis.AnalysisReportPage.as_view(),
        name="analysis_report_deed",
    ),
    path(OPEN, analysis_public.PublishedAnalyses.as_view(), name="analysis_public"),
    path(
        f"{OPEN}<int:pk>/", analysis_public.PublishedAnalysis.as_view(), name="analysis_published"
    ),
    path(
        f"{OPEN}<int:pk>/<slug:ending>/",
        analysis_public.AnalysisFile.as_view(),
        name="analysis_file",
    ),
]
