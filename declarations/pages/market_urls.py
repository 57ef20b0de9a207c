"""Addresses of market purchase."""

from django.urls import path

from declarations.pages import business_models, flows, market

urlpatterns = [
    path("market/", market.MarketRecords.as_view(), name="market"),
    path("market/new/", market.NewMarketRecord.as_view(), name="market_new"),
    path("market/<int:pk>/", market.MarketRecordPage.as_view(), name="market_record"),
    path("market/firms/", market.MarketFirms.as_view(), name="market_firms"),
    path("market/firms/import/", market.ImportMarketFirms.as_view(), name="market_firms_import"),
    path("business-models/", business_models.FirmModels.as_view(), name="business_models"),
    path(
        "orders/<int:pk>/business-model/",
        business_models.OrderModelPage.as_view(),
        name="order_business_model",
    ),
    path("flows/", flows.Flows.as_view(), name="flows"),
]
