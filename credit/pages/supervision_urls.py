"""Addresses of supervision: cases, claims, measures, warnings, commitments, the public list."""

from django.urls import URLPattern, path

from credit.pages import cases, claims, matters, measures, negative_list, warnings

urlpatterns: list[URLPattern] = [
    path("credit/matters/", matters.MattersPage.as_view(), name="matters"),
    path("credit/commitments/", matters.CommitmentsPage.as_view(), name="commitments"),
    path("credit/commitments/sign/", matters.SignPage.as_view(), name="commitment_sign"),
    path(
        "credit/commitments/<int:pk>/breach/",
        matters.BreachPage.as_view(),
        name="commitment_breach",
    ),
    path("credit/cases/", cases.CasesPage.as_view(), name="cases"),
    path("credit/cases/new/", cases.NewCasePage.as_view(), name="case_new"),
    path("credit/cases/<int:pk>/", cases.CasePage.as_view(), name="case"),
    path("credit/cases/<int:pk>/<slug:deed>/", cases.CaseDeedPage.as_view(), name="case_deed"),
    path("credit/claims/", claims.ClaimsPage.as_view(), name="claims"),
    path("credit/claims/begin/", claims.BeginClaimPage.as_view(), name="claim_begin"),
    path("credit/claims/<int:pk>/", claims.ClaimPage.as_view(), name="claim"),
    path("credit/claims/<int:pk>/<slug:deed>/", claims.ClaimDeedPage.as_view(), name="claim_deed"),
    path("credit/claim-files/<int:pk>/", claims.ClaimFilePage.as_view(), name="claim_file"),
    path(
        "credit/claim-files/<int:pk>/remove/",
        claims.RemoveFilePage.as_view(),
        name="claim_file_remove",
    ),
    path("credit/measures/", measures.MeasuresPage.as_view(), name="measures"),
    path("credit/measures/<int:pk>/", measures.MeasurePage.as_view(), name="measure"),
    path("credit/measure-list/", measures.MeasureListPage.as_view(), name="measure_list"),
    path(
        "credit/measure-list/<int:pk>/<slug:deed>/",
        measures.ItemDeedPage.as_view(),
        name="measure_item_deed",
    ),
    path("credit/warnings/", warnings.WarningsPage.as_view(), name="warnings"),
    path("credit/warnings/new/", warnings.NewWarningPage.as_view(), name="warning_new"),
    path("credit/warnings/<int:pk>/", warnings.WarningPage.as_view(), name="warning"),
    path(
        "credit/warnings/<int:pk>/<slug:deed>/",
        warnings.WarningDeedPage.as_view(),
        name="warning_deed",
    ),
    path("credit/negative-list/", negative_list.NegativeListPage.as_view(), name="negative_list"),
]
