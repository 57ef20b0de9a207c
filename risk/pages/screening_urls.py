"""Addresses of rules, screenings and profiles."""

from django.urls import URLPattern, path

from risk.pages import facts, profiles, rules, screenings, self_check

urlpatterns: list[URLPattern] = [
    path("risk/rules/", rules.RulesPage.as_view(), name="rules"),
    path("risk/rules/troubles/<int:pk>/", rules.PutBackPage.as_view(), name="rule_put_back"),
    path("risk/rules/<slug:code>/", rules.RulePage.as_view(), name="rule"),
    path("risk/screenings/", screenings.ScreeningsPage.as_view(), name="screenings"),
    path("risk/screenings/<int:pk>/", screenings.ScreeningPage.as_view(), name="screening"),
    path("risk/screenings/<int:pk>/lane/", screenings.LanePart.as_view(), name="lane"),
    path("risk/profiles/", profiles.ProfilesPage.as_view(), name="profiles"),
    path("risk/profiles/<int:pk>/", profiles.ProfilePage.as_view(), name="profile"),
    path("risk/subjects/", profiles.SubjectsPage.as_view(), name="subjects"),
    path("risk/subjects/one/", profiles.SubjectPage.as_view(), name="subject"),
    path("risk/self-check/", self_check.SelfCheckPage.as_view(), name="self_check"),
    path("risk/facts/", facts.FactsPage.as_view(), name="facts"),
]
