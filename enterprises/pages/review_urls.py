"""Addresses of the review queue, the proposals and the departments' inbox."""

from django.urls import path

from enterprises.pages import inbox, proposals, queue, review, review_deeds, versions

urlpatterns = [
    path("reviews/", queue.QueuePage.as_view(), name="review_queue"),
    path("reviews/<int:filing>/", review.ReviewPage.as_view(), name="review"),
    path("reviews/<int:filing>/begin/", review_deeds.BeginPage.as_view(), name="review_begin"),
    path("reviews/<int:filing>/reveal/", review_deeds.RevealPage.as_view(), name="review_reveal"),
    path(
        "reviews/<int:filing>/versions/<int:version>/",
        versions.VersionPage.as_view(),
        name="review_version",
    ),
    path("reviews/<int:filing>/propose/", proposals.ProposePage.as_view(), name="propose"),
    path("proposals/", proposals.ProposalsPage.as_view(), name="proposals"),
    path("proposals/<int:proposal>/", proposals.DecidePage.as_view(), name="proposal"),
    path("inbox/", inbox.InboxPage.as_view(), name="department_inbox"),
    path("inbox/<int:distribution>/", inbox.DistributionPage.as_view(), name="distribution"),
]
