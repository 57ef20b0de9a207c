"""Addresses of the API below ``/api/v1/``."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from declarations.api import (
    customs,
    documents,
    holds,
    market,
    messages,
    modes,
    papers,
    payment_urls,
    receipts,
    return_urls,
    routes,
    rules,
    schemas,
    submissions,
    summaries,
    tasks,
    tracking,
)

app_name = "declarations-api"


@csrf_exempt
def with_slash(request: HttpRequest) -> HttpResponse:
    """308, which keeps method and body: a 301 would turn a POST into a GET that seems to work."""
    return HttpResponse(status=308, headers={"Location": f"{request.path}/"})


urlpatterns = [
    path("messages", with_slash, name="messages-with-slash"),
    path("messages/", submissions.MessagesDoor.as_view(), name="messages"),
    path("messages/<int:pk>/", submissions.MessageView.as_view(), name="message"),
    path("messages/check/", messages.CheckView.as_view(), name="check"),
    path(
        "messages/<int:pk>/receipts/",
        submissions.MessageReceiptsView.as_view(),
        name="message-receipts",
    ),
    path("customs/receipts/", customs.CustomsReceiptsView.as_view(), name="customs-receipts"),
    path("customs/holds/", holds.HoldsView.as_view(), name="holds"),
    path("customs/holds/<int:pk>/", holds.HoldView.as_view(), name="hold"),
    path(
        "customs/holds/<int:pk>/instruction/",
        holds.InstructionView.as_view(),
        name="hold-instruction",
    ),
    path("customs/holds/<int:pk>/result/", holds.ResultView.as_view(), name="hold-result"),
    path("receipts/", receipts.ReceiptsView.as_view(), name="receipts"),
    path("orders/", documents.OrdersView.as_view(), name="orders"),
    path("orders/<int:pk>/", documents.OrderView.as_view(), name="order"),
    path("payments/", documents.PaymentsView.as_view(), name="payments"),
    path("payments/<int:pk>/", documents.PaymentView.as_view(), name="payment"),
    path("waybills/", documents.WaybillsView.as_view(), name="waybills"),
    path("waybills/<int:pk>/", documents.WaybillView.as_view(), name="waybill"),
    path("inventories/", documents.InventoriesView.as_view(), name="inventories"),
    path("inventories/<int:pk>/", documents.InventoryView.as_view(), name="inventory"),
    path("inventories/<int:pk>/match/", documents.MatchView.as_view(), name="match"),
    path("inventories/<int:pk>/route/", routes.RouteView.as_view(), name="route"),
    path("papers/", papers.PapersView.as_view(), name="papers"),
    path("papers/bags/", papers.BagsView.as_view(), name="bags"),
    path("papers/<int:pk>/", papers.PaperView.as_view(), name="paper"),
    path("summaries/", summaries.SummariesView.as_view(), name="summaries"),
    path("summaries/<int:pk>/", summaries.SummaryView.as_view(), name="summary"),
    path("summaries/<int:pk>/draft/", summaries.DraftView.as_view(), name="summary-draft"),
    path("summaries/<int:pk>/lodge/", summaries.LodgeView.as_view(), name="summary-lodge"),
    path("schemas/<slug:code>.json", schemas.SchemaView.as_view(), name="json-schema"),
    path("track/<path:number>/", tracking.TrackView.as_view(), name="track"),
    path("tasks/", tasks.TasksView.as_view(), name="tasks"),
    path("tasks/<int:pk>/", tasks.TaskView.as_view(), name="task"),
    path("causes/", tasks.CausesView.as_view(), name="causes"),
    path("market-records/", market.MarketRecordsView.as_view(), name="market-records"),
    path("market-records/<int:pk>/", market.MarketRecordView.as_view(), name="market-record"),
    path("market-firms/", market.MarketFirmsView.as_view(), name="market-firms"),
    path("modes/", modes.ModesView.as_view(), name="modes"),
    path("rules/", rules.RulesView.as_view(), name="rules"),
    path("rules/<slug:code>/", rules.RuleView.as_view(), name="rule"),
    *payment_urls.urlpatterns,
    *return_urls.urlpatterns,
]
