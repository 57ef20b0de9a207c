"""Addresses of the API of filings."""

from django.urls import path

from enterprises.api import filing_files, filings, traders

urlpatterns = [
    path("filings/", filings.FilingsView.as_view(), name="filings"),
    path("filings/<slug:number>/", filings.FilingView.as_view(), name="filing"),
    path("filings/<slug:number>/submit/", filings.SubmitView.as_view(), name="filing-submit"),
    path("filings/<slug:number>/withdraw/", filings.WithdrawView.as_view(), name="filing-withdraw"),
    path("filings/<slug:number>/change/", filings.ChangeView.as_view(), name="filing-change"),
    path("filings/<slug:number>/files/", filing_files.FilesView.as_view(), name="filing-files"),
    path(
        "filings/<slug:number>/files/<int:attachment>/",
        filing_files.FileView.as_view(),
        name="filing-file",
    ),
    path("filings/<slug:number>/proof/", traders.ProofView.as_view(), name="filing-proof"),
    path("filings/<slug:number>/account/", traders.AccountView.as_view(), name="filing-account"),
    path("filing-forms/<slug:type>/", filings.FormView.as_view(), name="filing-form"),
]
