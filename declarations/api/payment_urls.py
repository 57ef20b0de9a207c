"""Addresses of raw payment data."""

from django.urls import path

from declarations.api import payment_proofs

urlpatterns = [
    path("payment-proofs/", payment_proofs.PaymentProofsView.as_view(), name="payment-proofs"),
    path(
        "payment-proofs/questions/",
        payment_proofs.PaymentQuestionsView.as_view(),
        name="payment-questions",
    ),
    path(
        "plat-data-open/<slug:code>/",
        payment_proofs.PlatDataOpenView.as_view(),
        name="plat-data-open",
    ),
]
