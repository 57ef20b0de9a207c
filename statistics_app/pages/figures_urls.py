"""Addresses of the overview and the dashboards."""

from django.urls import path

from statistics_app.pages import overview

urlpatterns = [path("", overview.Overview.as_view(), name="overview")]
