"""Addresses of risk points, response plans, the overseas column, disputes and quality."""

from django.urls import URLPattern, path

from risk.api import column, quality

urlpatterns: list[URLPattern] = [
    path("risk/column/", column.ColumnView.as_view()),
    path("risk/column/own/", column.OwnColumnView.as_view()),
    path("risk/recalls/", quality.RecallsView.as_view()),
    path("risk/trace/<slug:code>/", quality.TraceView.as_view()),
    path("risk/complaints/", quality.ComplaintsView.as_view()),
    path("risk/batches/", quality.BatchesView.as_view()),
    path("risk/batches/<int:pk>/stages/", quality.StagesView.as_view()),
]
