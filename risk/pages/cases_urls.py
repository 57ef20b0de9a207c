"""Addresses of signals, alerts, cases and joint control."""

from django.urls import URLPattern, path

from risk.pages import case_lists, cases, joint

urlpatterns: list[URLPattern] = [
    path("risk/cases/", case_lists.CasesPage.as_view(), name="cases"),
    path("risk/cases/<int:pk>/", cases.CasePage.as_view(), name="case"),
    path("risk/cases/<int:pk>/<slug:deed>/", cases.CaseDeedPage.as_view(), name="case_deed"),
    path("risk/alerts/", case_lists.AlertsPage.as_view(), name="alerts"),
    path("risk/signals/new/", joint.SignalPage.as_view(), name="signal_new"),
    path("risk/requests/", case_lists.RequestsPage.as_view(), name="requests"),
    path("risk/requests/<int:pk>/", joint.RequestPage.as_view(), name="request"),
    path(
        "risk/requests/<int:pk>/<slug:deed>/",
        joint.RequestDeedPage.as_view(),
        name="request_deed",
    ),
    path("risk/packages/<int:pk>/", joint.PackagePage.as_view(), name="package"),
    path("risk/duties/", joint.DutiesPage.as_view(), name="duties"),
    path("risk/duties/<slug:code>/", joint.DutyPage.as_view(), name="duty"),
    path("risk/workload/", joint.WorkloadPage.as_view(), name="workload"),
    path("risk/levels/", joint.StandardPage.as_view(), name="levels"),
]
