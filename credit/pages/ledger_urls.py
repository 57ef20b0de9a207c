"""Addresses of the ledger, its sources and deliveries, models, cycles and analysis."""

from django.urls import path

from credit.pages import (
    analysis,
    cycles,
    ledger,
    models,
    persons,
    recompute,
    simulations,
    sources,
)

urlpatterns = [
    path("credit/ledger/", ledger.LedgerPage.as_view(), name="ledger"),
    path("credit/ledger/new/", ledger.NewRecordPage.as_view(), name="record_new"),
    path("credit/ledger/<int:pk>/", ledger.RecordPage.as_view(), name="record"),
    path("credit/persons/", persons.PersonsPage.as_view(), name="persons"),
    path("credit/persons/new/", persons.NewPersonRecordPage.as_view(), name="person_new"),
    path("credit/persons/<int:pk>/", persons.PersonPage.as_view(), name="person"),
    path("credit/recompute/", recompute.RecomputePage.as_view(), name="recompute"),
    path("credit/models/mode/", models.ModePage.as_view(), name="zone_grade"),
    path("credit/sources/", sources.SourcesPage.as_view(), name="sources"),
    path("credit/sources/<int:pk>/fetch/", sources.FetchSourcePage.as_view(), name="source_fetch"),
    path("credit/imports/", sources.ImportsPage.as_view(), name="imports"),
    path("credit/imports/new/", sources.NewImportPage.as_view(), name="import_new"),
    path("credit/imports/template/", sources.TemplatePage.as_view(), name="import_template"),
    path("credit/imports/<int:pk>/", sources.ImportPage.as_view(), name="import"),
    path("credit/models/", models.ModelsPage.as_view(), name="models"),
    path("credit/models/<int:pk>/", models.ModelPage.as_view(), name="model"),
    path("credit/models/<int:pk>/<slug:deed>/", models.ModelDeedPage.as_view(), name="model_deed"),
    path("credit/simulations/<int:pk>/", simulations.SimulationPage.as_view(), name="simulation"),
    path("credit/cycles/", cycles.CyclesPage.as_view(), name="cycles"),
    path("credit/cycles/new/", cycles.PlanPage.as_view(), name="cycle_new"),
    path("credit/cycles/document/", cycles.NewDocumentPage.as_view(), name="document_new"),
    path("credit/cycles/<int:pk>/", cycles.CyclePage.as_view(), name="cycle"),
    path("credit/cycles/<int:pk>/<slug:deed>/", cycles.CycleDeedPage.as_view(), name="cycle_deed"),
    path("credit/analysis/", analysis.AnalysisPage.as_view(), name="analysis"),
]
