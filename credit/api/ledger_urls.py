"""Addresses of the ledger part."""

from django.urls import path

from credit.api import deliveries

urlpatterns = [
    path("credit/deliveries/", deliveries.DeliveriesView.as_view(), name="credit-deliveries"),
    path("credit/deliveries/<int:pk>/", deliveries.DeliveryView.as_view(), name="credit-delivery"),
]
