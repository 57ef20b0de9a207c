"""Addresses of goods, promotions and facilities, and of the lines of their filings."""

from django.urls import path

from enterprises.pages import beginning, goods, lines

urlpatterns = [
    path("goods/", goods.GoodsPage.as_view(), name="goods"),
    path("goods/filings/", goods.GoodsFilingsPage.as_view(), name="goods_filings"),
    path("promotions/", goods.PromotionsPage.as_view(), name="promotions"),
    path("facilities/", goods.FacilitiesPage.as_view(), name="facilities"),
    path("filings/new/<slug:type>/", beginning.BeginPage.as_view(), name="filing_begin"),
    path("filings/templates/<slug:type>/", lines.TemplatePage.as_view(), name="lines_template"),
    path("filings/<int:filing>/lines/", lines.LinesPage.as_view(), name="filing_lines"),
    path("filings/<int:filing>/lines/new/", lines.LinePage.as_view(), name="filing_line_new"),
    path(
        "filings/<int:filing>/lines/upload/",
        lines.UploadPage.as_view(),
        name="filing_lines_upload",
    ),
    path("filings/<int:filing>/lines/drop/", lines.DropPage.as_view(), name="filing_lines_drop"),
    path("filings/<int:filing>/lines/<int:line>/", lines.LinePage.as_view(), name="filing_line"),
]
