"""Addresses of cross-checking."""

from django.urls import URLPattern, path

from statistics_app.pages import reconciling, reconciling_agreements

AT = "statistics/reconciliation/"

urlpatterns: list[URLPattern] = [
    path(AT, reconciling.ReconciliationsPage.as_view(), name="reconciliations"),
    path(
        f"{AT}new/<slug:deed>/",
        reconciling.ReconciliationsPage.as_view(),
        name="reconciliation_new",
    ),
    path(
        f"{AT}agreements/",
        reconciling_agreements.AgreementsPage.as_view(),
        name="sharing_agreements",
    ),
    path(
        f"{AT}agreements/new/",
        reconciling_agreements.NewAgreementPage.as_view(),
        name="sharing_agreement_new",
    ),
    path(
        f"{AT}agreements/<int:pk>/",
        reconciling_agreements.AgreementPage.as_view(),
        name="sharing_agreement",
    ),
    path(
        f"{AT}agreements/<int:pk>/template/",
        reconciling_agreements.AgreementTemplate.as_view(),
        name="sharing_agreement_template",
    ),
    path(
        f"{AT}agreements/<int:pk>/<slug:deed>/",
        reconciling_agreements.AgreementPage.as_view(),
        name="sharing_agreement_deed",
    ),
    path(f"{AT}access/", reconciling_agreements.AccessPage.as_view(), name="data_access"),
    path(f"{AT}cells/<int:pk>/", reconciling.CellPage.as_view(), name="reconciled_cell"),
    path(
        f"{AT}cells/<int:pk>/<slug:deed>/",
        reconciling.CellPage.as_view(),
        name="reconciled_cell_deed",
    ),
    path(
        f"{AT}months/<slug:month>/",
        reconciling.ReconciliationPage.as_view(),
        name="reconciliation",
    ),
    path(
        f"{AT}months/<slug:month>/file/",
        reconciling.ReconciliationFile.as_view(),
        name="reconciliation_file",
    ),
    path(
        f"{AT}months/<slug:month>/list/<int:pk>/",
        reconciling_agreements.ListedPage.as_view(),
        name="reconciled_list",
    ),
    path(
        f"{AT}months/<slug:month>/list/<int:pk>/file/",
        reconciling.ReconciliationFile.as_view(),
        name="reconciled_list_file",
    ),
    path(
        f"{AT}months/<slug:month>/<slug:deed>/",
        reconciling.ReconciliationPage.as_view(),
        name="reconciliation_deed",
    ),
]
