"""The one address of the baseline."""

from django.urls import path

from benchmarks.naive.views import DocumentsView

urlpatterns = [path("documents/", DocumentsView.as_view())]
