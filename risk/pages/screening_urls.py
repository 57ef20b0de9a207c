"""Addresses of rules, screenings and profiles."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
