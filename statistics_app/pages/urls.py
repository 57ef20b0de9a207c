"""Addresses of the figures: one file for each part."""

from statistics_app.pages import (
    activity_urls,
    analysis_urls,
    bulletins_urls,
    figures_urls,
    packages_urls,
    recognition_urls,
    reconciling_urls,
    targets_urls,
)

app_name = "statistics"

urlpatterns = [
    *figures_urls.urlpatterns,
    *targets_urls.urlpatterns,
    *bulletins_urls.urlpatterns,
    *activity_urls.urlpatterns,
    *recognition_urls.urlpatterns,
    *reconciling_urls.urlpatterns,
    *analysis_urls.urlpatterns,
    *packages_urls.urlpatterns,
]
