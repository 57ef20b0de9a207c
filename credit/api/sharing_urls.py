"""Addresses of the API of sharing and disclosure."""

from django.urls import path

from credit.api import department_systems, disclosure, own_credit

urlpatterns = [
    path("credit/score/", own_credit.OwnScoreView.as_view(), name="credit-score"),
    path("credit/queries/", own_credit.OwnQueriesView.as_view(), name="credit-queries"),
    path("credit/lookups/", department_systems.LookupsView.as_view(), name="credit-lookups"),
    path("credit/contracts/", own_credit.ContractsView.as_view(), name="credit-contracts"),
    path(
        "credit/contracts/<int:pk>/ratings/",
        own_credit.RatingsView.as_view(),
        name="credit-contract-ratings",
    ),
    path(
        "credit/contracts/<int:pk>/draws/",
        own_credit.DrawsView.as_view(),
        name="credit-contract-draws",
    ),
    path("credit/public/", disclosure.SearchView.as_view(), name="credit-public"),
    path("credit/public/<slug:uscc>/", disclosure.FirmView.as_view(), name="credit-public-firm"),
    path("credit/published/", disclosure.BatchesView.as_view(), name="credit-published"),
]
