"""Addresses of the interface to data under agreements."""

from django.urls import URLPattern, path

from statistics_app.api import reconciling

AT = "statistics/reconciliation/"

urlpatterns: list[URLPattern] = [
    path(f"{AT}deliveries/", reconciling.DeliveriesView.as_view()),
    path(f"{AT}deliveries/<int:pk>/", reconciling.DeliveryView.as_view()),
    path(f"{AT}report/", reconciling.ReportView.as_view()),
    path("statistics/platform-totals/", reconciling.PlatformTotalsView.as_view()),
]
