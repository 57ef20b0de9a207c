"""Addresses of the figures."""

from django.urls import path

from statistics_app.pages import views

app_name = "statistics"
urlpatterns = [path("", views.Overview.as_view(), name="overview")]
