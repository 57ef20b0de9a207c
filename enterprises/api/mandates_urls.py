"""Addresses of the API of mandates and consents."""

from django.urls import path

from enterprises.api import mandates

urlpatterns = [
    path("mandates/", mandates.MandatesView.as_view(), name="mandates"),
    path("mandates/<int:pk>/", mandates.MandateView.as_view(), name="mandate"),
    path("mandates/<int:pk>/accept/", mandates.AcceptView.as_view(), name="mandate-accept"),
    path("mandates/<int:pk>/decline/", mandates.DeclineView.as_view(), name="mandate-decline"),
    path("mandates/<int:pk>/revoke/", mandates.RevokeView.as_view(), name="mandate-revoke"),
    path("consents/", mandates.ConsentsView.as_view(), name="consents"),
    path("consents/<int:pk>/", mandates.ConsentView.as_view(), name="consent"),
    path("consents/<int:pk>/withdraw/", mandates.WithdrawView.as_view(), name="consent-withdraw"),
    path(
        "consents/<int:pk>/assertion/", mandates.AssertionView.as_view(), name="consent-assertion"
    ),
    path("keys/", mandates.KeysView.as_view(), name="keys"),
]
