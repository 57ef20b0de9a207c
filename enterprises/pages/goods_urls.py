"""Addresses of goods, promotions and facilities."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
