"""Addresses of sites, organisations, the trail and one-time links."""

from django.urls import path

from accounts.pages import organisations, sites, trail, welcome

urlpatterns = [
    path("s/<slug:code>/", sites.SiteFront.as_view(), name="site_front"),
    path("sites/<slug:code>/", sites.SitePage.as_view(), name="site"),
    path("sites/<slug:code>/edit/", sites.EditSite.as_view(), name="site_edit"),
    path("sites/<slug:code>/status/", sites.SiteStatus.as_view(), name="site_status"),
    path("sites/<slug:code>/new/", sites.NewSite.as_view(), name="site_new"),
    path("organisations/", organisations.Organisations.as_view(), name="organisations"),
    path("organisation/new/", organisations.NewOrganisation.as_view(), name="organisation_new"),
    path(
        "organisations/<slug:code>/",
        organisations.OrganisationPage.as_view(),
        name="organisation",
    ),
    path(
        "organisations/<slug:code>/edit/",
        organisations.EditOrganisation.as_view(),
        name="organisation_edit",
    ),
    path("organisations/<slug:code>/appoint/", organisations.Appoint.as_view(), name="appoint"),
    path(
        "organisations/<slug:code>/appoint-new/",
        organisations.AppointNew.as_view(),
        name="appoint_new",
    ),
    path("postings/<int:pk>/", organisations.PostingDeed.as_view(), name="posting"),
    path("audit/", trail.Trail.as_view(), name="audit"),
    path("welcome/<str:token>/", welcome.Welcome.as_view(), name="welcome"),
]
