"""Addresses of returns."""

from django.urls import path

from declarations.api import returns

urlpatterns = [
    path("returns/", returns.ReturnsView.as_view(), name="returns"),
    path("returns/<int:pk>/", returns.ReturnView.as_view(), name="return"),
    path("returns/<int:pk>/arrival/", returns.ArrivalView.as_view(), name="return-arrival"),
    path("inventories/<int:pk>/returns/", returns.OfferView.as_view(), name="returnable"),
]
