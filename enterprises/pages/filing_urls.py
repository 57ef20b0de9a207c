"""Addresses of an applicant's filings."""

from django.urls import path

from enterprises.pages import (
    attachments,
    certificate_file,
    drafting,
    file,
    submitting,
    versions,
)

urlpatterns = [
    path("file/", file.MyFilePage.as_view(), name="file"),
    path("file/<int:enterprise>/", file.EnterpriseFilePage.as_view(), name="enterprise_file"),
    path("file/<int:enterprise>/supply/", drafting.SupplyPage.as_view(), name="filing_supply"),
    path("filings/new/", drafting.StartPage.as_view(), name="filing_start"),
    path("filings/<int:filing>/", drafting.TaskPage.as_view(), name="filing"),
    path(
        "filings/<int:filing>/sections/<slug:section>/",
        drafting.SectionPage.as_view(),
        name="filing_section",
    ),
    path(
        "filings/<int:filing>/sections/<slug:section>/files/",
        attachments.AttachPage.as_view(),
        name="attach",
    ),
    path(
        "filings/<int:filing>/files/<int:attachment>/",
        attachments.FilePage.as_view(),
        name="attachment",
    ),
    path(
        "filings/<int:filing>/files/<int:attachment>/remove/",
        attachments.RemovePage.as_view(),
        name="attachment_remove",
    ),
    path("filings/<int:filing>/check/", submitting.CheckPage.as_view(), name="filing_check"),
    path(
        "filings/<int:filing>/submitted/",
        submitting.SubmittedPage.as_view(),
        name="filing_submitted",
    ),
    path(
        "filings/<int:filing>/versions/<int:version>/",
        versions.VersionPage.as_view(),
        name="filing_version",
    ),
    path(
        "filings/<int:filing>/certificate.pdf",
        certificate_file.CertificateFilePage.as_view(),
        name="certificate_file",
    ),
    path("filings/<int:filing>/withdraw/", submitting.Withdraw.as_view(), name="filing_withdraw"),
    path("filings/<int:filing>/drop/", submitting.Drop.as_view(), name="filing_drop"),
    path("filings/<int:filing>/change/", submitting.BeginChange.as_view(), name="filing_change"),
    path("filings/<int:filing>/give-up/", submitting.GiveUp.as_view(), name="filing_give_up"),
    path("filings/<int:filing>/confirm/", submitting.Confirm.as_view(), name="filing_confirm"),
]
