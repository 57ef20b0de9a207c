"""Addresses of the rule laboratory, feedback and the register of models."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
