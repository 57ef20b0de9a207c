"""Addresses of targets, tasks and direct reporting."""

from django.urls import URLPattern, path

from statistics_app.pages import (
    assessments,
    duties,
    evidence,
    leading,
    occasions,
    plan_targets,
    questionnaires,
    report_forms,
    reports,
    surveys,
    trees,
    units,
)

AT = "statistics/"

urlpatterns: list[URLPattern] = [
    path(f"{AT}targets/", plan_targets.TargetsPage.as_view(), name="targets"),
    path(f"{AT}targets/new/", plan_targets.NewTargetPage.as_view(), name="target_new"),
    path(f"{AT}targets/<int:pk>/", plan_targets.TargetPage.as_view(), name="target"),
    path(
        f"{AT}targets/<int:pk>/<slug:deed>/",
        plan_targets.TargetPage.as_view(),
        name="target_deed",
    ),
    path(f"{AT}plan-tasks/", duties.DutiesPage.as_view(), name="duties"),
    path(f"{AT}plan-tasks/<int:pk>/", duties.DutyPage.as_view(), name="duty"),
    path(f"{AT}plan-tasks/<int:pk>/<slug:deed>/", duties.DutyPage.as_view(), name="duty_deed"),
    path(f"{AT}units/", units.UnitsPage.as_view(), name="units"),
    path(f"{AT}units/<int:pk>/", units.UnitPage.as_view(), name="unit"),
    path(f"{AT}units/<int:pk>/<slug:deed>/", units.UnitPage.as_view(), name="unit_deed"),
    path(f"{AT}units/<int:pk>/months/<slug:month>/", units.MonthPage.as_view(), name="month"),
    path(f"{AT}occasions/", occasions.OccasionsPage.as_view(), name="occasions"),
    path(f"{AT}occasions/new/", occasions.NewOccasionPage.as_view(), name="occasion_new"),
    path(f"{AT}occasions/<int:pk>/", occasions.OccasionPage.as_view(), name="occasion"),
    path(
        f"{AT}occasions/<int:pk>/<slug:deed>/",
        occasions.OccasionPage.as_view(),
        name="occasion_deed",
    ),
    path(
        f"{AT}follow-ups/<int:pk>/<slug:deed>/",
        occasions.FollowUpPage.as_view(),
        name="follow_up_deed",
    ),
    path(f"{AT}assessments/", assessments.AssessmentsPage.as_view(), name="assessments"),
    path(f"{AT}assessments/trees/<int:pk>/", trees.TreePage.as_view(), name="tree"),
    path(
        f"{AT}assessments/trees/<int:pk>/<slug:deed>/",
        trees.TreePage.as_view(),
        name="tree_deed",
    ),
    path(f"{AT}assessments/<int:pk>/", assessments.AssessmentPage.as_view(), name="assessment"),
    path(
        f"{AT}assessments/<int:pk>/<slug:deed>/",
        assessments.AssessmentPage.as_view(),
        name="assessment_deed",
    ),
    path(f"{AT}evidence/<int:pk>/", evidence.EvidencePage.as_view(), name="evidence"),
    path(f"{AT}reports/", reports.ReportsPage.as_view(), name="reports"),
    path(f"{AT}reports/<int:pk>/", reports.ReportPage.as_view(), name="report"),
    path(f"{AT}reports/<int:pk>/print/", reports.ReportPrintPage.as_view(), name="report_print"),
    path(f"{AT}reports/<int:pk>/<slug:deed>/", reports.ReportPage.as_view(), name="report_deed"),
    path(f"{AT}leading-firms/", leading.LeadingFirmsPage.as_view(), name="leading_firms"),
    path(f"{AT}leading-firms/<int:pk>/", leading.LeadingFirmPage.as_view(), name="leading_firm"),
    path(f"{AT}report-forms/", report_forms.ReportFormsPage.as_view(), name="report_forms"),
    path(
        f"{AT}report-forms/<slug:code>/",
        report_forms.ReportFormPage.as_view(),
        name="report_form",
    ),
    path(
        f"{AT}report-forms/<slug:code>/<slug:deed>/",
        report_forms.ReportFormPage.as_view(),
        name="report_form_deed",
    ),
    path(f"{AT}surveys/", surveys.SurveysPage.as_view(), name="surveys"),
    path(f"{AT}surveys/new/", surveys.NewSurveyPage.as_view(), name="survey_new"),
    path(f"{AT}surveys/<int:pk>/", surveys.SurveyPage.as_view(), name="survey"),
    path(f"{AT}surveys/<int:pk>/edit/", surveys.EditSurveyPage.as_view(), name="survey_edit"),
    path(f"{AT}surveys/<int:pk>/<slug:deed>/", surveys.SurveyPage.as_view(), name="survey_deed"),
    path(
        f"{AT}questionnaires/", questionnaires.QuestionnairesPage.as_view(), name="questionnaires"
    ),
    path(
        f"{AT}questionnaires/<int:pk>/",
        questionnaires.QuestionnairePage.as_view(),
        name="questionnaire",
    ),
]
