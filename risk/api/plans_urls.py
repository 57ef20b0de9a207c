"""Addresses of risk points, response plans, the overseas column, disputes and quality."""

from django.urls import URLPattern, path

from risk.api import column

urlpatterns: list[URLPattern] = [
    path("risk/column/", column.ColumnView.as_view()),
    path("risk/column/own/", column.OwnColumnView.as_view()),
]
