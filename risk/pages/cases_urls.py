"""Addresses of signals, alerts, cases and joint control."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
