"""Addresses of targets, tasks and direct reporting."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
