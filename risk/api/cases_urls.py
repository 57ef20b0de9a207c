"""Addresses of signals, alerts, cases and joint control."""

from django.urls import URLPattern, path

from risk.api import joint

urlpatterns: list[URLPattern] = [
    path("risk/signals/", joint.SignalsView.as_view()),
    path("risk/joint/signals/", joint.DepartmentSignalsView.as_view()),
    path("risk/joint/cases/", joint.DepartmentCasesView.as_view()),
    path("risk/joint/cases/<slug:number>/disposition/", joint.DispositionView.as_view()),
    path("risk/joint/requests/", joint.DepartmentRequestsView.as_view()),
    path("risk/joint/requests/<int:pk>/answer/", joint.AnswerView.as_view()),
]
