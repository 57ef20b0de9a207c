"""Addresses of the public register and certificate check."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
