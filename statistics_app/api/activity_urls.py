"""Addresses of the open data of the activity index."""

from django.urls import path

from statistics_app.api import activity

urlpatterns = [
    path(
        "statistics/activity-index/",
        activity.ActivityIndexView.as_view(),
        name="statistics-activity-index",
    ),
    path(
        "statistics/activity-index/<int:pk>/",
        activity.ActivityMonthView.as_view(),
        name="statistics-activity-month",
    ),
]
