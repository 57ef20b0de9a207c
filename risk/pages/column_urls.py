"""Addresses of the overseas column and of series."""

from django.urls import URLPattern, path

from risk.pages import article_files, articles, column, series

urlpatterns: list[URLPattern] = [
    path("risk/column/", column.ColumnPage.as_view(), name="column"),
    path("risk/column/own/", column.OwnWarningsPage.as_view(), name="column_own"),
    path("risk/column/<slug:number>/", column.ColumnArticlePage.as_view(), name="column_article"),
    path(
        "risk/column/<slug:number>/files/<int:file>/",
        article_files.PublicFilePage.as_view(),
        name="column_file",
    ),
    path("risk/subscriptions/", column.SubscriptionsPage.as_view(), name="subscriptions"),
    path("risk/subscriptions/<int:pk>/end/", column.UnsubscribePage.as_view(), name="unsubscribe"),
    path("risk/articles/", articles.ArticlesPage.as_view(), name="articles"),
    path("risk/articles/new/", articles.NewArticlePage.as_view(), name="article_new"),
    path("risk/articles/<int:pk>/", articles.ArticlePage.as_view(), name="article"),
    path("risk/articles/<int:pk>/edit/", articles.EditArticlePage.as_view(), name="article_edit"),
    path(
        "risk/articles/<int:pk>/files/",
        article_files.AttachPage.as_view(),
        name="article_attach",
    ),
    path(
        "risk/articles/<int:pk>/files/<int:file>/",
        article_files.ArticleFilePage.as_view(),
        name="article_file",
    ),
    path(
        "risk/articles/<int:pk>/files/<int:file>/remove/",
        article_files.RemoveFilePage.as_view(),
        name="article_file_remove",
    ),
    path(
        "risk/articles/<int:pk>/<slug:deed>/",
        articles.ArticleDeedPage.as_view(),
        name="article_deed",
    ),
    path("risk/series/", series.SeriesListPage.as_view(), name="series_list"),
    path("risk/series/new/", series.NewSeriesPage.as_view(), name="series_new"),
    path("risk/series/<int:pk>/", series.SeriesPage.as_view(), name="series"),
]
