"""Addresses of risk points, response plans and their runs."""

from django.urls import URLPattern, path

from risk.pages import plan_runs, plans, points

urlpatterns: list[URLPattern] = [
    path("risk/points/", points.PointsPage.as_view(), name="points"),
    path("risk/points/new/", points.NewPointPage.as_view(), name="point_new"),
    path("risk/points/<int:pk>/", points.PointPage.as_view(), name="point"),
    path("risk/plans/", plans.PlansPage.as_view(), name="plans"),
    path("risk/plans/new/", plans.NewPlanPage.as_view(), name="plan_new"),
    path("risk/plans/<int:pk>/", plans.PlanPage.as_view(), name="plan"),
    path("risk/plans/<int:pk>/edit/", plans.EditPlanPage.as_view(), name="plan_edit"),
    path("risk/plans/<int:pk>/start/", plans.StartPage.as_view(), name="plan_start"),
    path("risk/plans/<int:pk>/<slug:deed>/", plans.PlanDeedPage.as_view(), name="plan_deed"),
    path("risk/plan-runs/", plan_runs.RunsPage.as_view(), name="plan_runs"),
    path("risk/plan-runs/<int:pk>/", plan_runs.RunPage.as_view(), name="plan_run"),
    path(
        "risk/plan-runs/<int:pk>/<slug:deed>/",
        plan_runs.RunDeedPage.as_view(),
        name="plan_run_deed",
    ),
]
