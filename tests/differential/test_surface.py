"""Names, indices, types and defaults change only together with the spec version and the written copy."""

import copy
import re

import pytest

from meritnet.codec import U16, U32, Struct
from meritnet.runtime.params import SPEC_VERSION
from meritnet.runtime.runtime import ASSEMBLY
from meritnet.testing import surface
from tests.scripts.loading import load_script

REMEDY = "raise SPEC_VERSION in src/meritnet/runtime/params.py and run scripts/surface.py (make surface)"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(surface, "FOLDER", tmp_path)
    return tmp_path


def test_the_surface_is_the_written_one():
    written = surface.written()
    lock = written.pop(surface.LOCK)
    now = surface.describe(ASSEMBLY)
    changed = surface.changes(written, now)
    assert not changed, f"{len(changed)} changes, {REMEDY}:\n" + "\n".join(changed[:20])
    assert lock == surface.lock_of(now, SPEC_VERSION), f"the lock is of another version; {REMEDY}"


def test_the_coverage_page_is_up_to_date():
    script = load_script("coverage_page")
    assert script.PAGE.read_text(encoding="utf-8") == script.page(), "run make surface"


def test_metadata_decodes_to_as_many_calls_as_the_surface_lists():
    listed = surface.describe(ASSEMBLY)
    for name, parts in ASSEMBLY.pallets.items():
        shown = [variant.name for variant in parts.call_type.variants] if parts.call_type else []
        assert list(listed[name]["calls"]) == shown


def test_a_change_is_named_and_needs_a_new_version(folder, capsys):
    script = load_script("surface")
    before = surface.describe(ASSEMBLY)
    del before["Sudo"]["calls"]["remove_key"]
    before["Balances"]["storage"]["TotalIssuance"] = ["optional"]
    surface.write(before, SPEC_VERSION)
    kept = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert script.main([]) == 1
    printed = capsys.readouterr()
    assert printed.out.splitlines() == [
        "Balances.storage.TotalIssuance: changed",
        "Sudo.calls.remove_key: new",
    ]
    assert re.search(r"2 changes need a new SPEC_VERSION", printed.err)
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == kept
    assert script.main(["--unreleased"]) == 0
    assert surface.written()["Sudo"]["calls"]["remove_key"] == [4]


def test_a_raised_version_writes_the_copy(folder):
    script = load_script("surface")
    before = surface.describe(ASSEMBLY)
    del before["Sudo"]
    surface.write(before, SPEC_VERSION - 1)
    assert script.main([]) == 0
    assert surface.written()[surface.LOCK] == surface.lock_of(surface.describe(ASSEMBLY), SPEC_VERSION)


def test_fingerprints_see_a_field_a_width_and_a_name():
    texts = surface.TypeTexts(ASSEMBLY)
    plain = Struct("a::Thing", [("x", U16)])
    others = [
        Struct("a::Thing", [("y", U16)]),
        Struct("a::Thing", [("x", U32)]),
        Struct("b::Thing", [("x", U16)]),
    ]
    assert texts.named(plain) == texts.named(Struct("a::Thing", [("x", U16)]))
    assert len({texts.named(plain), *(texts.named(other) for other in others)}) == 4


def test_written_and_read_back_is_the_same(folder):
    now = surface.describe(ASSEMBLY)
    surface.write(copy.deepcopy(now), SPEC_VERSION)
    read = surface.written()
    del read[surface.LOCK]
    assert surface.changes(read, now) == []
    assert read == now
