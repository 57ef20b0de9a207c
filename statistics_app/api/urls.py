"""Addresses of the statistics interface: one file for each part."""

from statistics_app.api import bulletins_urls, figures_urls, targets_urls

urlpatterns = [*figures_urls.urlpatterns, *targets_urls.urlpatterns, *bulletins_urls.urlpatterns]
