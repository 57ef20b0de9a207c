"""Sentences are found wherever they stand, and every one has its English."""

from zone_portal.framework import translating


def test_sentences_of_a_template_are_found() -> None:
    source = (
        "{% translate '登录' %} {% translate \"退出\" as out %}"
        "{% blocktranslate with n=rows %}共 {{ n }} 条{% endblocktranslate %}"
        "{% blocktranslate count n=rows %}一条{% plural %}{{ n }} 条{% endblocktranslate %}"
        '{{ _("标题") }}'
    )

    assert list(translating.template_messages(source)) == [
        "登录",
        "退出",
        "共 %(n)s 条",
        ("一条", "%(n)s 条"),
        "标题",
    ]


def test_the_english_catalogue_is_complete_and_compiled() -> None:
    root = translating.project_root()
    catalogue = translating.updated(root)
    text, compiled = translating.catalogue_paths(root)

    assert translating.untranslated(catalogue) == []
    assert text.read_bytes() == translating.as_text(catalogue)
    assert compiled.read_bytes() == translating.compiled(catalogue)
