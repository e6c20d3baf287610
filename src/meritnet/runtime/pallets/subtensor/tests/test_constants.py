"""Constants of SubtensorModule against the recorded metadata, at both paces."""

from meritnet.codec.common import PALLET_ID, TAO
from meritnet.primitives.params import resolve
from meritnet.runtime.pallets.subtensor.constants import CONSTANTS
from meritnet.runtime.params import params_for
from meritnet.testing import vectors

RECORDED = {
    constant["name"]: constant
    for pallet in vectors.load("wire/wire-pallets")["pallets"]
    if pallet["name"] == "SubtensorModule"
    for constant in pallet["constants"]
}


def test_the_same_constants_in_the_same_order() -> None:
    assert [constant.name for constant in CONSTANTS] == list(RECORDED)


def test_fast_values_are_the_recorded_bytes() -> None:
    params = params_for("local", 250)
    for constant in CONSTANTS:
        encoded = constant.type.encode(resolve(constant.value, params))
        assert "0x" + encoded.hex() == RECORDED[constant.name]["hex"], constant.name


def test_slow_values_are_those_of_production() -> None:
    params = params_for("reference")
    slow = {name: entry["value_prod"] for name, entry in RECORDED.items() if "value_prod" in entry}
    assert len(slow) == 6
    found = {constant.name: resolve(constant.value, params) for constant in CONSTANTS}
    assert {name: found[name] for name in slow} == slow


def test_types_are_the_recorded_ones() -> None:
    for constant in CONSTANTS:
        assert constant.type.name == RECORDED[constant.name]["type"], constant.name
    assert TAO.name == "TaoBalance"
    assert PALLET_ID.name == "PalletId"


def test_every_constant_is_explained() -> None:
    assert all(constant.doc.endswith(".") for constant in CONSTANTS)
