"""The generated reference is up to date, complete, and says of calls what is known of them from elsewhere."""

import re
from pathlib import Path

import click
import pytest
from scripts.reference.markdown import page_name

from meritnet.cli.main import cli
from meritnet.rpc.methods import NAMESPACES
from meritnet.runtime.runtime import ASSEMBLY
from scripts import reference_pages
from tests.docs.pages import MARK, table_rows

PAGES = reference_pages.pages()
LEAST_WORDS = 2
CALLS = {(pallet.name, call.name): call for pallet in ASSEMBLY.pallets.values() for call in pallet.calls}


def text_of_call(pallet: str, name: str) -> str:
    """Return what the reference says of a call."""
    _, _, rest = PAGES[page_name(pallet)].partition(f'### <a id="call-{name}"></a>')
    assert rest, f"{pallet}.{name} has no section"
    return rest.partition("\n### ")[0].partition("\n## ")[0]


def fact(pallet: str, name: str, label: str) -> str:
    """Return one line of facts about a call."""
    found = re.search(rf"^- {label}: (.*)$", text_of_call(pallet, name), re.MULTILINE)
    assert found is not None, f"{pallet}.{name} says nothing about '{label}'"
    return re.sub(r"\]\([^)]*\)", "]", found[1])


def test_pages_are_up_to_date() -> None:
    assert reference_pages.stale(PAGES) == [], "run make reference"


def test_stale_missing_and_surplus_pages_are_found_and_put_right(tmp_path: Path) -> None:
    wanted = {"a.md": "# A\n", "b.md": "# B\n"}
    (tmp_path / "a.md").write_text("# old\n")
    (tmp_path / "gone.md").write_text("# Gone\n")
    (tmp_path / "coverage.md").write_text("# Written by another program\n")
    assert reference_pages.stale(wanted, tmp_path) == ["a.md", "b.md", "gone.md"]
    reference_pages.write(wanted, tmp_path)
    assert reference_pages.stale(wanted, tmp_path) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.md", "b.md", "coverage.md"]


@pytest.mark.parametrize("pallet", ASSEMBLY.pallets.values(), ids=lambda pallet: pallet.name)
def test_everything_declared_has_a_place_and_a_meaning(pallet: object) -> None:
    page = PAGES[page_name(pallet.name)]
    kinds = {
        "call": [(call.name, call.doc) for call in pallet.calls],
        "event": [(event.name, event.doc) for event in pallet.events],
        "error": [(error.name, error.text) for error in pallet.errors],
        "storage": [(item.name, item.doc) for item in pallet.storage],
        "constant": [(constant.name, constant.doc) for constant in pallet.constants],
    }
    marks = MARK.findall(page)
    for kind, declared in kinds.items():
        for name, meaning in declared:
            assert marks.count(f"{kind}-{name}".lower()) == 1, f"{kind} {name}"
            assert len(meaning.split()) >= LEAST_WORDS, f"{pallet.name}: {kind} {name} says nothing"


def test_every_runtime_api_method_has_a_meaning() -> None:
    for api, methods in ASSEMBLY.apis.items():
        for method in methods.values():
            assert f"api-{api}-{method.method}".lower() in MARK.findall(PAGES["runtime-apis.md"])
            assert len(method.doc.split()) >= LEAST_WORDS, f"{api}.{method.method} says nothing"


def test_every_served_rpc_method_is_listed_with_a_meaning() -> None:
    names = {entry.name for namespace in NAMESPACES for entry in namespace.entries}
    page = PAGES["rpc.md"]
    served = {name for name in names if f"`{name}`" in page}
    absent = {
        entry.name
        for namespace in NAMESPACES
        for entry in namespace.entries
        if (required := getattr(entry, "requires", None)) is not None
        and required.partition("_")[2] not in ASSEMBLY.apis.get(required.partition("_")[0], {})
    }
    assert names - served == absent
    methods = [row for row in table_rows(page) if len(row) == 3]
    assert methods
    assert [row[0] for row in methods if len(row[2].split()) < LEAST_WORDS] == []


def test_every_command_and_option_has_a_meaning() -> None:
    page = PAGES["cli.md"]

    def look(command: click.Command, path: str) -> None:
        assert f"\n## {path}\n" in page
        assert len((command.help or "").split()) >= LEAST_WORDS, path
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                assert inner is not None
                look(inner, f"{path} {name}")

    look(cli, "meritnet")
    options = [row for row in table_rows(page) if row[0].startswith("`-")]
    assert options
    assert [row[0] for row in options if len(row[1].split()) < LEAST_WORDS] == []


def test_no_page_names_this_machine() -> None:
    home = str(Path.home())
    places = {str(reference_pages.FOLDER.parents[1]), home if len(home) > 2 else "/root"}
    for name, text in PAGES.items():
        assert not any(place in text for place in places), name


def test_fee_agrees_with_the_recorded_one() -> None:
    # Recorded on the reference: 166,247 rao for a transfer of 144 bytes, a rao each.
    assert fact("Balances", "transfer_keep_alive", "fee").startswith(f"{166_247 - 144:,} rao")
    assert fact("SubtensorModule", "set_weights", "fee") == "none"


@pytest.mark.parametrize(
    ("pallet", "call", "who"),
    [
        ("Balances", "transfer_allow_death", "a signed account"),
        ("Balances", "force_transfer", "root"),
        ("Timestamp", "set", "the block's author, unsigned"),
        ("Sudo", "sudo", "the sudo key or root"),
        ("SubtensorModule", "start_call", "the subnet's owner"),
        ("AdminUtils", "sudo_set_kappa", "root"),
        ("AdminUtils", "sudo_set_rho", "the subnet's owner or root"),
        ("AdminUtils", "sudo_set_alpha_values", "the subnet's owner or root"),
    ],
)
def test_who_may_call(pallet: str, call: str, who: str) -> None:
    assert fact(pallet, call, "who") == who


@pytest.mark.parametrize(
    ("pallet", "call", "errors"),
    [
        ("Balances", "force_adjust_total_issuance", {"DeltaZero", "BadOrigin"}),
        ("AdminUtils", "sudo_set_kappa", {"SubnetDoesNotExist", "BadOrigin"}),
        (
            "AdminUtils",
            "sudo_set_max_burn",
            {
                "AdminActionProhibitedDuringWeightsWindow",
                "TxRateLimitExceeded",
                "SubnetDoesNotExist",
                "ValueNotInBounds",
                "BadOrigin",
            },
        ),
        # Marks of the table switch checks off: this row is written for any netuid and has no freeze window.
        ("AdminUtils", "sudo_set_network_registration_allowed", {"BadOrigin"}),
    ],
)
def test_errors_of_a_call(pallet: str, call: str, errors: set[str]) -> None:
    assert set(re.findall(r"`(\w+)`", fact(pallet, call, "may fail with"))) == errors


def test_checks_before_the_pool_are_told_apart() -> None:
    refused = fact("SubtensorModule", "increase_take", "refused before it is in a block")
    assert "`DelegateTakeTooHigh`" in refused
    assert "refused before" not in text_of_call("SubtensorModule", "burned_register")


def test_defaults_that_differ_between_chains_are_all_shown() -> None:
    rows = {row[0]: row for row in table_rows(PAGES["hyperparameters.md"])}
    tempo = next(row for key, row in rows.items() if "`Tempo`" in key)
    assert tempo[3] == "360 (reference, meritnet); 10 (local)"
    assert tempo[1] == "`tempo`"
