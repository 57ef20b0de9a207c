"""Addresses of risk points, response plans, the overseas column, disputes and quality."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
