"""Addresses of complaints, the public channel, notices, authorisations, recalls and traces."""

from django.urls import URLPattern, path

from risk.pages import complaints, goods, reporting, rights

urlpatterns: list[URLPattern] = [
    path("risk/report/", reporting.ReportPage.as_view(), name="report"),
    path("risk/report/standing/", reporting.StandingPage.as_view(), name="report_standing"),
    path("risk/recalls/public/", reporting.PublicRecallsPage.as_view(), name="recalls_public"),
    path("risk/trace/", reporting.TracePage.as_view(), name="trace"),
    path("risk/trace/<slug:code>/", reporting.TracePage.as_view(), name="trace_of"),
    path("risk/complaints/", complaints.ComplaintsPage.as_view(), name="complaints"),
    path("risk/complaints/<int:pk>/", complaints.ComplaintPage.as_view(), name="complaint"),
    path(
        "risk/complaints/<int:pk>/<slug:deed>/",
        complaints.ComplaintDeedPage.as_view(),
        name="complaint_deed",
    ),
    path("risk/notices/", rights.NoticesPage.as_view(), name="notices"),
    path("risk/notices/new/", rights.NewNoticePage.as_view(), name="notice_new"),
    path("risk/notices/<int:pk>/", rights.NoticePage.as_view(), name="notice"),
    path("risk/notices/<int:pk>/<slug:deed>/", rights.NoticeDeedPage.as_view(), name="notice_deed"),
    path("risk/authorisations/", rights.AuthorisationsPage.as_view(), name="authorisations"),
    path(
        "risk/authorisations/new/",
        rights.NewAuthorisationPage.as_view(),
        name="authorisation_new",
    ),
    path("risk/authorisations/<int:pk>/", rights.AuthorisationPage.as_view(), name="authorisation"),
    path(
        "risk/authorisations/<int:pk>/<slug:deed>/",
        rights.AuthorisationDeedPage.as_view(),
        name="authorisation_deed",
    ),
    path("risk/recalls/", goods.RecallsPage.as_view(), name="recalls"),
    path("risk/recalls/new/", goods.NewRecallPage.as_view(), name="recall_new"),
    path("risk/recalls/<int:pk>/", goods.RecallPage.as_view(), name="recall"),
    path("risk/recalls/<int:pk>/<slug:deed>/", goods.RecallDeedPage.as_view(), name="recall_deed"),
    path("risk/batches/", goods.BatchesPage.as_view(), name="batches"),
    path("risk/batches/new/", goods.NewBatchPage.as_view(), name="batch_new"),
    path("risk/batches/<int:pk>/", goods.BatchPage.as_view(), name="batch"),
]
