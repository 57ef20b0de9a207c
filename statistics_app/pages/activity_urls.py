"""Addresses of the activity index: the office's and everybody's."""

from django.urls import path

from statistics_app.pages import activity, activity_public

AT = "statistics/activity-index/"
OPEN = "activity-index/"

urlpatterns = [
    path(AT, activity.ActivityPage.as_view(), name="activity"),
    path(f"{AT}new/<slug:deed>/", activity.ActivityPage.as_view(), name="activity_new"),
    path(f"{AT}methods/<int:pk>/", activity.ActivityMethodPage.as_view(), name="activity_method"),
    path(
        f"{AT}methods/<int:pk>/<slug:deed>/",
        activity.ActivityMethodPage.as_view(),
        name="activity_method_deed",
    ),
    path(f"{AT}<int:pk>/", activity.ActivityRoundPage.as_view(), name="activity_round"),
    path(
        f"{AT}<int:pk>/<slug:deed>/",
        activity.ActivityRoundPage.as_view(),
        name="activity_round_deed",
    ),
    path(OPEN, activity_public.PublishedActivity.as_view(), name="activity_public"),
    path(
        f"{OPEN}method/", activity_public.ActivityMethodology.as_view(), name="activity_methodology"
    ),
    path(
        f"{OPEN}<int:pk>/",
        activity_public.PublishedActivityMonth.as_view(),
        name="activity_month",
    ),
    path(f"{OPEN}files/<slug:code>/", activity_public.ActivityFile.as_view(), name="activity_file"),
]
