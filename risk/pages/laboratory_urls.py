"""Addresses of the rule laboratory, feedback and the register of models."""

from django.urls import path

from risk.pages import feedback, laboratory, trials

urlpatterns = [
    path("risk/laboratory/", laboratory.RulesPage.as_view(), name="laboratory"),
    path("risk/laboratory/<int:pk>/", laboratory.VersionPage.as_view(), name="rule_version"),
    path(
        "risk/laboratory/<int:pk>/<slug:deed>/",
        laboratory.VersionDeedPage.as_view(),
        name="rule_version_deed",
    ),
    path("risk/trials/<int:pk>/", trials.TrialPage.as_view(), name="trial"),
    path("risk/feedback/", feedback.FeedbackPage.as_view(), name="feedback"),
    path("risk/models/", feedback.ModelsPage.as_view(), name="models"),
]
