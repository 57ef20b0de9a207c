"""Addresses of risk points, response plans, the overseas column, disputes and quality."""

from django.urls import URLPattern

from risk.pages import column_urls, quality_urls, response_urls

urlpatterns: list[URLPattern] = [
    *column_urls.urlpatterns,
    *response_urls.urlpatterns,
    *quality_urls.urlpatterns,
]
