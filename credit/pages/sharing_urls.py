"""Addresses of the score, of sharing and of disclosure."""

from django.urls import path

from credit.pages import looking_up, queries, score

urlpatterns = [
    path("credit/score/", score.ScoreOfOwnFirm.as_view(), name="score"),
    path("credit/plan/", score.PlanOfOwnFirm.as_view(), name="plan"),
    path("credit/queries/", queries.QueriesPage.as_view(), name="queries"),
    path("credit/query/", looking_up.LookUpPage.as_view(), name="query"),
]
