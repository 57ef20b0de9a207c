"""Addresses of the declaration pages."""

from django.urls import path

from declarations.pages import (
    causes,
    checking,
    codes,
    course_report,
    customs,
    documents,
    for_me,
    lists,
    message_kinds,
    missing_tables,
    papers,
    parcels,
    receipts,
    rulebook,
    searching,
    submissions,
    summaries,
    tasks,
    uploading,
)
from declarations.pages.declaration import Declaration
from declarations.pages.entry_urls import urlpatterns as entry_patterns
from declarations.pages.market_urls import urlpatterns as market_patterns
from declarations.pages.mode_urls import urlpatterns as mode_patterns
from declarations.pages.payment_urls import urlpatterns as payment_patterns
from declarations.pages.return_urls import urlpatterns as return_patterns

app_name = "declarations"
urlpatterns = [
    path("declarations/", lists.Inventories.as_view(), name="inventories"),
    path("declarations/for-me/", for_me.ForMeInventories.as_view(), name="for_me"),
    path("declarations/for-me/orders/", for_me.ForMeOrders.as_view(), name="for_me_orders"),
    path("declarations/for-me/payments/", for_me.ForMePayments.as_view(), name="for_me_payments"),
    path("declarations/for-me/waybills/", for_me.ForMeWaybills.as_view(), name="for_me_waybills"),
    path("declarations/<int:pk>/", Declaration.as_view(), name="inventory"),
    path(
        "declarations/<int:pk>/document/",
        documents.InventoryPage.as_view(),
        name="inventory_document",
    ),
    path("orders/", lists.Orders.as_view(), name="orders"),
    path("orders/<int:pk>/", documents.OrderPage.as_view(), name="order"),
    path("payments/", lists.Payments.as_view(), name="payments"),
    path("payments/<int:pk>/", documents.PaymentPage.as_view(), name="payment"),
    path("waybills/", lists.Waybills.as_view(), name="waybills"),
    path("waybills/<int:pk>/", documents.WaybillPage.as_view(), name="waybill"),
    path("submissions/", lists.Submissions.as_view(), name="submissions"),
    path("submissions/new/", uploading.Upload.as_view(), name="upload"),
    path("submissions/<int:pk>/", submissions.SubmissionPage.as_view(), name="submission"),
    path("submissions/<int:pk>/receipts/", receipts.ReceiptsFile.as_view(), name="receipts"),
    path("tasks/", tasks.Tasks.as_view(), name="tasks"),
    path("tasks/<int:pk>/", tasks.TaskPage.as_view(), name="task"),
    path("causes/", causes.Causes.as_view(), name="causes"),
    path("customs/", customs.CustomsQueue.as_view(), name="customs_queue"),
    path("customs/holds/<int:pk>/", customs.HoldPage.as_view(), name="hold"),
    path("customs/unknown/", customs.UnknownReceipts.as_view(), name="unknown_receipts"),
    path("customs/undelivered/", customs.Undelivered.as_view(), name="undelivered"),
    path("customs/steps/", course_report.CourseReport.as_view(), name="course_report"),
    path("tables/missing/", missing_tables.MissingTables.as_view(), name="missing_tables"),
    path("parcel/", parcels.ParcelPage.as_view(), name="parcel"),
    path("submissions/check/", checking.Check.as_view(), name="check"),
    path("papers/", papers.Papers.as_view(), name="papers"),
    path("papers/bags/", papers.Bags.as_view(), name="bags"),
    path("papers/<int:pk>/", papers.PaperPage.as_view(), name="paper"),
    path("summaries/", summaries.Summaries.as_view(), name="summaries"),
    path("summaries/<int:pk>/", summaries.SummaryPage.as_view(), name="summary"),
    path("message-kinds/", message_kinds.MessageKinds.as_view(), name="message_kinds"),
    path("message-kinds/<slug:code>/", message_kinds.MessageKind.as_view(), name="message_kind"),
    path("search/", searching.Search.as_view(), name="search"),
    path("codes/", codes.CodesPage.as_view(), name="codes"),
    path("codes/<slug:code>/", codes.CodePage.as_view(), name="code"),
    path("rules/", rulebook.RulesPage.as_view(), name="rules"),
    path("rules/<slug:code>/", rulebook.RulePage.as_view(), name="rule"),
    *entry_patterns,
    *market_patterns,
    *mode_patterns,
    *payment_patterns,
    *return_patterns,
]
