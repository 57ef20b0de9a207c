"""Addresses of the supervision part of the API."""

from django.urls import URLPattern, path

from credit.api import claims, supervision

urlpatterns: list[URLPattern] = [
    path("credit/negative-list/", supervision.NegativeListView.as_view()),
    path("credit/measure-list/", supervision.MeasureListView.as_view()),
    path("credit/cases/", supervision.OwnCasesView.as_view()),
    path("credit/claims/", claims.ClaimsView.as_view()),
    path("credit/claims/<int:pk>/", claims.ClaimView.as_view()),
    path("credit/claims/<int:pk>/submission/", claims.SubmitClaimView.as_view()),
    path("credit/claims/<int:pk>/withdrawal/", claims.WithdrawClaimView.as_view()),
    path("credit/claims/<int:pk>/files/", claims.ClaimFilesView.as_view()),
    path("credit/claims/<int:pk>/files/<int:file>/", claims.ClaimFileView.as_view()),
    path("credit/measures/", supervision.OwnMeasuresView.as_view()),
]
