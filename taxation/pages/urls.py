"""Addresses of the pages of taxes."""

from django.urls import path

from taxation.pages import bills, estimating, guarantees, quota, rates

app_name = "taxation"
urlpatterns = [
    path("tax/estimate/", estimating.EstimatePage.as_view(), name="estimate"),
    path("tax/rates/", rates.RatesPage.as_view(), name="rates"),
    path("tax/treatments/", rates.TreatmentsPage.as_view(), name="treatments"),
    path("tax/quota/", quota.QuotaPage.as_view(), name="quota"),
    path("tax/guarantees/", guarantees.GuaranteesPage.as_view(), name="guarantees"),
    path(
        "tax/guarantees/new/<int:pk>/",
        guarantees.NewGuaranteePage.as_view(),
        name="guarantee_new",
    ),
    path("tax/guarantees/<int:pk>/", guarantees.GuaranteePage.as_view(), name="guarantee"),
    path(
        "tax/guarantees/<int:pk>/edit/",
        guarantees.EditGuaranteePage.as_view(),
        name="guarantee_edit",
    ),
    path("tax/bills/", bills.BillsPage.as_view(), name="bills"),
    path("tax/bills/<int:pk>/", bills.BillPage.as_view(), name="bill"),
    path("tax/batches/", bills.BatchesPage.as_view(), name="batches"),
]
