"""Addresses of mandates and consents."""

from django.urls import path

from enterprises.pages import consents, mandates

urlpatterns = [
    path("mandates/", mandates.Mandates.as_view(), name="mandates"),
    path("mandates/new/", mandates.ProposeMandate.as_view(), name="mandate_new"),
    path("mandates/<int:pk>/accept/", mandates.AnswerMandate.as_view(), name="mandate_accept"),
    path("mandates/<int:pk>/decline/", mandates.DeclineMandate.as_view(), name="mandate_decline"),
    path("mandates/<int:pk>/revoke/", mandates.RevokeMandate.as_view(), name="mandate_revoke"),
    path("consents/", consents.Consents.as_view(), name="consents"),
    path("consents/new/", consents.GrantConsent.as_view(), name="consent_new"),
    path("consents/<int:pk>/", consents.ConsentPage.as_view(), name="consent"),
    path(
        "consents/<int:pk>/withdraw/", consents.WithdrawConsent.as_view(), name="consent_withdraw"
    ),
]
