"""Addresses of the overview and the dashboards."""

from django.urls import path

from statistics_app.pages import counting, figures, files, overview, values

urlpatterns = [
    path("", overview.Overview.as_view(), name="overview"),
    path("statistics/", figures.Figures.as_view(), name="figures"),
    path("statistics/records/", figures.Records.as_view(), name="records"),
    path("statistics/indicators/", figures.Indicators.as_view(), name="indicators"),
    path("statistics/values/", values.Values.as_view(), name="values"),
    path("statistics/screen/", figures.Screen.as_view(), name="screen"),
    path("statistics/files/", files.Files.as_view(), name="files"),
    path("statistics/files/<int:pk>/", files.FileContent.as_view(), name="file"),
    path("statistics/counting/", counting.Counting.as_view(), name="counting"),
]
