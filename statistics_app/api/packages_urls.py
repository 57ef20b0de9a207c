"""Address of the receipts of packages."""

from django.urls import path

from statistics_app.api import packages

urlpatterns = [
    path(
        "statistics/packages/<slug:number>/receipt/",
        packages.PackageReceiptView.as_view(),
        name="statistics-package-receipt",
    ),
]
