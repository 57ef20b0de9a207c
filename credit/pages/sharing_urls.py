"""Addresses of the score, of sharing and of disclosure."""

from django.urls import path

from credit.pages import batches, disclosure, looking_up, queries, raters, score, sharing_tables

urlpatterns = [
    path("credit/score/", score.ScoreOfOwnFirm.as_view(), name="score"),
    path("credit/plan/", score.PlanOfOwnFirm.as_view(), name="plan"),
    path("credit/queries/", queries.QueriesPage.as_view(), name="queries"),
    path("credit/query/", looking_up.LookUpPage.as_view(), name="query"),
    path("credit/sharing/", sharing_tables.SharingPage.as_view(), name="sharing"),
    path(
        "credit/sharing/<int:pk>/",
        sharing_tables.ReplaceRulePage.as_view(),
        name="sharing_replace",
    ),
    path("credit/recognition/", sharing_tables.RecognitionPage.as_view(), name="recognition"),
    path(
        "credit/recognition/<int:pk>/",
        sharing_tables.ReplaceRecognitionPage.as_view(),
        name="recognition_replace",
    ),
    path("credit/systems/", raters.SystemsPage.as_view(), name="systems"),
    path("credit/systems/<int:pk>/revoke/", raters.RevokeSystem.as_view(), name="system_revoke"),
    path("credit/raters/", raters.RatersPage.as_view(), name="raters"),
    path("credit/raters/new/", raters.NewContractPage.as_view(), name="rater_new"),
    path("credit/raters/<int:pk>/", raters.ContractPage.as_view(), name="rater"),
    path("credit/batches/", batches.BatchesPage.as_view(), name="batches"),
    path("credit/batches/<int:pk>/", batches.BatchPage.as_view(), name="batch"),
    path("credit/public/", disclosure.PublicSearchPage.as_view(), name="public"),
    path(
        "credit/public/ratings/",
        disclosure.PublishedRatingsPage.as_view(),
        name="public_batches",
    ),
    path(
        "credit/public/ratings/<str:number>/",
        disclosure.PublishedBatchPage.as_view(),
        name="public_batch",
    ),
    path("credit/public/<slug:uscc>/", disclosure.PublicFirmPage.as_view(), name="public_firm"),
]
