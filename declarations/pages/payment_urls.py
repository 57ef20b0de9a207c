"""Addresses of the pages of raw payment data."""

from django.urls import path

from declarations.pages import payment_data

urlpatterns = [
    path(
        "orders/<int:pk>/payment-data/",
        payment_data.AskPaymentData.as_view(),
        name="ask_payment_data",
    ),
    path(
        "payment-data/<int:pk>/",
        payment_data.PaymentDataPage.as_view(),
        name="payment_data",
    ),
]
