"""The README's tables are what the rows say."""

from meritnet.runtime.pallets.hyperparameters.describe import README, marks, subnet_table, updated
from meritnet.runtime.pallets.hyperparameters.table import SUBNET_SETTINGS

from .settings import MARKS


def test_readme_is_up_to_date() -> None:
    page = README.read_text(encoding="utf-8")
    assert page == updated(page), "run `python -m meritnet.runtime.pallets.hyperparameters.describe`"


def test_marks_are_the_specified_ones() -> None:
    found = {row.index: marks(row).replace(", not root", " n").replace(" ", "") for row in SUBNET_SETTINGS}
    assert found == MARKS


def test_a_stale_table_is_replaced() -> None:
    page = README.read_text(encoding="utf-8")
    stale = page.replace("| Kappa |", "| Cappa |")
    assert stale != page
    assert updated(stale) == updated(page)
    assert "| Kappa | u16 | 32,767 | 16 sudo_set_kappa | R e |" in subnet_table()
