"""Addresses of the register of modes."""

from django.urls import path

from declarations.pages import mode_drafts, modes

urlpatterns = [
    path("modes/", modes.ModesPage.as_view(), name="modes"),
    path("modes/new/", mode_drafts.ModeFormPage.as_view(), name="mode_new"),
    path("modes/drafts/", mode_drafts.DraftsPage.as_view(), name="mode_drafts"),
    path("modes/drafts/<int:pk>/", mode_drafts.DraftPage.as_view(), name="mode_draft"),
    path("modes/<slug:direction>/<slug:code>/", modes.ModePage.as_view(), name="mode"),
]
