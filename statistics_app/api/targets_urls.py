"""Addresses of the interface to targets, tasks and direct reports."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
