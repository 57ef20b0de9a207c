"""Addresses of the statistics interface: one file for each part."""

from statistics_app.api import figures_urls, targets_urls

urlpatterns = [*figures_urls.urlpatterns, *targets_urls.urlpatterns]
