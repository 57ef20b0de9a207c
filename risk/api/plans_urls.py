"""Addresses of risk points, response plans, the overseas column, disputes and quality."""

from django.urls import URLPattern, path

from risk.api import articles, column, plans, quality, series

urlpatterns: list[URLPattern] = [
    path("risk/column/", column.ColumnView.as_view()),
    path("risk/column/own/", column.OwnColumnView.as_view()),
    path("risk/column/<slug:number>/files/<int:file>/", articles.PublicFileView.as_view()),
    path("risk/articles/", articles.ArticlesView.as_view()),
    path("risk/articles/<int:pk>/", articles.ArticleView.as_view()),
    path("risk/articles/<int:pk>/files/", articles.ArticleFilesView.as_view()),
    path("risk/articles/<int:pk>/files/<int:file>/", articles.ArticleFileView.as_view()),
    path("risk/articles/<int:pk>/<slug:deed>/", articles.ArticleDeedView.as_view()),
    path("risk/subscriptions/", series.SubscriptionsView.as_view()),
    path("risk/subscriptions/<int:pk>/", series.SubscriptionView.as_view()),
    path("risk/series/", series.SeriesListView.as_view()),
    path("risk/series/<int:pk>/", series.SeriesView.as_view()),
    path("risk/series/<int:pk>/values/", series.ValuesView.as_view()),
    path("risk/series/<int:pk>/thresholds/", series.ThresholdsView.as_view()),
    path("risk/plans/", plans.PlansView.as_view()),
    path("risk/plans/<int:pk>/", plans.PlanView.as_view()),
    path("risk/plans/<int:pk>/runs/", plans.StartView.as_view()),
    path("risk/plans/<int:pk>/<slug:deed>/", plans.PlanDeedView.as_view()),
    path("risk/plan-runs/", plans.RunsView.as_view()),
    path("risk/plan-runs/<int:pk>/", plans.RunView.as_view()),
    path("risk/plan-runs/<int:pk>/steps/<int:place>/", plans.StepView.as_view()),
    path("risk/plan-runs/<int:pk>/<slug:deed>/", plans.RunDeedView.as_view()),
    path("risk/recalls/", quality.RecallsView.as_view()),
    path("risk/trace/<slug:code>/", quality.TraceView.as_view()),
    path("risk/complaints/", quality.ComplaintsView.as_view()),
    path("risk/batches/", quality.BatchesView.as_view()),
    path("risk/batches/<int:pk>/stages/", quality.StagesView.as_view()),
]
