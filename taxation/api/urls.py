"""Addresses of the API of taxes."""

from django.urls import path

from taxation.api import views

urlpatterns = [
    path("tax/estimate/", views.EstimateView.as_view(), name="tax-estimate"),
    path("tax/rates/", views.RatesView.as_view(), name="tax-rates"),
    path("tax/treatments/", views.TreatmentsView.as_view(), name="tax-treatments"),
]
