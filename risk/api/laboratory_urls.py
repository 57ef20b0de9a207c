"""Addresses of the rule laboratory, feedback and the register of models."""

from django.urls import URLPattern, path

from risk.api import laboratory

urlpatterns: list[URLPattern] = [
    path("risk/laboratory/rules/", laboratory.RulesView.as_view()),
    path("risk/laboratory/versions/", laboratory.VersionsView.as_view()),
    path("risk/laboratory/versions/<int:pk>/", laboratory.VersionView.as_view()),
    path("risk/laboratory/versions/<int:pk>/trials/", laboratory.TrialsView.as_view()),
    path("risk/laboratory/versions/<int:pk>/<slug:deed>/", laboratory.VersionDeedView.as_view()),
    path("risk/laboratory/trials/<int:pk>/", laboratory.TrialView.as_view()),
    path("risk/laboratory/trials/<int:pk>/changes/", laboratory.TrialChangesView.as_view()),
]
