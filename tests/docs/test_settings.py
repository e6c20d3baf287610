"""The node's settings are all on the page that explains them, with their defaults."""

from dataclasses import fields

from meritnet.node.config import NodeConfig
from tests.docs.pages import ROOT, table_rows

ROWS = {
    row[0].strip("`"): row[1]
    for row in table_rows((ROOT / "docs/guides/operate-a-node.md").read_text("utf-8"))
}
IN_WORDS = {"none", "random", "the preset's", "the pace's", "five public ones"}


def test_every_setting_is_on_the_page_and_no_other() -> None:
    assert list(ROWS) != []
    assert set(ROWS) == {setting.name for setting in fields(NodeConfig)}


def test_defaults_on_the_page_are_those_of_the_node() -> None:
    for setting in fields(NodeConfig):
        shown = ROWS[setting.name]
        if setting.default is None:
            assert shown in IN_WORDS, setting.name
        else:
            assert shown.strip("`") == str(setting.default).lower(), setting.name
