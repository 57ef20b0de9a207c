"""Addresses of an applicant's filings."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
