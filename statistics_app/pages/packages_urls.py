"""Addresses of packages for higher authorities and of their receivers."""

from django.urls import path

from statistics_app.pages import packages

AT = "statistics/packages/"

urlpatterns = [
    path(AT, packages.PackagesPage.as_view(), name="packages"),
    path(f"{AT}receivers/new/", packages.ReceiverPage.as_view(), name="receiver_new"),
    path(f"{AT}receivers/<int:pk>/", packages.ReceiverPage.as_view(), name="receiver"),
    path(
        f"{AT}receivers/<int:pk>/<slug:deed>/",
        packages.ReceiverPage.as_view(),
        name="receiver_deed",
    ),
    path(f"{AT}<int:pk>/", packages.PackagePage.as_view(), name="package"),
    path(
        f"{AT}<int:pk>/files/<int:file>/",
        packages.PackageFilePage.as_view(),
        name="package_file",
    ),
    path(f"{AT}<int:pk>/<slug:deed>/", packages.PackagePage.as_view(), name="package_deed"),
]
