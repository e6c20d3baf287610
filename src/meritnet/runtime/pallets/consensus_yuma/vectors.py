"""Checks a recorded consensus document against this implementation, epoch by epoch and stage by stage."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from meritnet.crypto.beacon import QUICKNET, is_signature_of
from meritnet.crypto.timelock import decrypt, encrypt
from meritnet.crypto.timelock_weights import decode_row, encode_row
from meritnet.runtime.pallets.consensus_yuma import generated
from meritnet.runtime.pallets.consensus_yuma.commit_hash import commit_hash, commit_preimage
from meritnet.runtime.pallets.consensus_yuma.epoch import run_epoch
from meritnet.runtime.pallets.consensus_yuma.liquid_alpha import exp_bits, pair_alpha
from meritnet.runtime.pallets.consensus_yuma.mechanisms import split_emission
from meritnet.runtime.pallets.consensus_yuma.median import median_column
from meritnet.runtime.pallets.consensus_yuma.types import EpochInput, EpochOutput, EpochParams, U64Array
from meritnet.runtime.pallets.consensus_yuma.weights_row import is_max_share_within, upscale_row
from meritnet.runtime.pallets.emission.schedule import Schedule, is_due

# Any: the values of a recorded JSON document.
Json = Mapping[str, Any]
EpochRunner = Callable[[EpochInput, bool], EpochOutput]

VECTOR_FIELDS = (
    "stake", "active_stake", "consensus", "ranks", "incentive", "dividends",
    "norm_server", "norm_validator", "norm_combined",
)  # fmt: skip
MATRIX_FIELDS = ("weights", "clipped", "bonds_delta", "ema_bonds")
U16_FIELDS = ("stake_weight", "consensus", "incentive", "dividends", "validator_trust")
LIST_FIELDS = ("active", "permits", "server_emission", "validator_emission", "emission")


@dataclass(frozen=True, slots=True)
class Result:
    """One comparison: `detail` says what differed."""

    name: str
    passed: bool
    detail: str | None = None


def check_case(document: Json, runner: EpochRunner = run_epoch) -> list[Result]:
    """Return one result a compared value of a consensus document (an epoch case or a list of items)."""
    if "items" in document:
        return [_check_item(index, item) for index, item in enumerate(document["items"])]
    return list(_check_epochs(document, runner))


def epoch_input(given: Json, bonds: Sequence[bytes] | None, permits: Sequence[bool] | None) -> EpochInput:
    """Return the input a recorded `in` describes; `bonds` and `permits` stand for "carry"."""
    n = given["n"]
    return EpochInput(
        params=EpochParams(
            kappa=given["kappa"],
            bonds_penalty=given["bonds_penalty"],
            bonds_moving_average=given["bonds_moving_average"],
            yuma3=given["yuma3"],
            liquid_alpha=given["liquid_alpha"],
            alpha_low=given["alpha_low"],
            alpha_high=given["alpha_high"],
            steepness=given["steepness"],
            commit_reveal=given["commit_reveal"],
            tempo=given["tempo"],
            activity_cutoff=given["activity_cutoff"],
            max_validators=given["max_validators"],
            stake_threshold=given["min_stake"],
        ),
        block=given["current_block"],
        last_step=given["last_step"],
        emission=given["emission"],
        stake=[int(value) for value in given["stake"]],
        weights=[packed_row(row) for row in given["weights"]],
        bonds=_rows(given["bonds"], bonds, n),
        permits=_permits(given["permits"], permits, n),
        last_update=given["last_update"],
        registered=given["registered"],
        owner_uid=given["owner_uid"],
        commit_blocks=given["commit_blocks"],
    )


def packed_row(row: Sequence[Sequence[int]]) -> bytes:
    """Return [uid, value] pairs as a stored row."""
    return np.array(row, "<u2").tobytes()


def _rows(given: str | list[Any], carried: Sequence[bytes] | None, n: int) -> list[bytes]:
    if given == "empty":
        return [b""] * n
    if given == "carry":
        return list(carried or [])
    return [packed_row(row) for row in cast(list[Any], given)]


def _permits(given: str | list[bool], carried: Sequence[bool] | None, n: int) -> list[bool]:
    if given == "all true":
        return [True] * n
    if given == "carry":
        return list(carried or [])
    return [bool(permit) for permit in given]


def _check_epochs(document: Json, runner: EpochRunner) -> Iterator[Result]:
    bonds: list[bytes] | None = None
    permits: list[bool] | None = None
    inputs = generated.complete_inputs(document)
    for number, (given, epoch) in enumerate(zip(inputs, document["epochs"], strict=True)):
        name = f"epoch {number}"
        request = epoch_input(given, bonds, permits)
        if "weights_sha256" in given:
            digest = matrix_sha256(dense_rows(request.weights))
            yield _same(f"{name} in.weights_sha256", digest, given["weights_sha256"])
        output = runner(request, True)
        yield from _check_bits(name, output.bits or {}, epoch["bits"])
        yield from _check_output(name, output, epoch["out"])
        bonds, permits = output.bonds, output.permits


def _check_bits(name: str, bits: Mapping[str, U64Array], expected: Json) -> Iterator[Result]:
    for field in VECTOR_FIELDS:
        yield _same(f"{name} bits.{field}", bits[field].tolist(), expected[field])
    for field in MATRIX_FIELDS:
        if field in expected:
            matrix = bits[field]
            rows, columns = np.nonzero(matrix)
            entries = np.stack(
                (rows.astype(np.uint64), columns.astype(np.uint64), matrix[rows, columns]), axis=1
            )
            yield _same(f"{name} bits.{field}", entries.tolist(), expected[field])
        elif f"{field}_sha256" in expected:
            yield _same(
                f"{name} bits.{field}_sha256", matrix_sha256(bits[field]), expected[f"{field}_sha256"]
            )


def _check_output(name: str, output: EpochOutput, expected: Json) -> Iterator[Result]:
    for field in LIST_FIELDS:
        yield _same(f"{name} out.{field}", getattr(output, field), expected[field])
    for field in U16_FIELDS:
        found = np.frombuffer(getattr(output, field), "<u2").tolist()
        yield _same(f"{name} out.{field}", found, expected[field])
    if "bonds" in expected:
        rows = [np.frombuffer(row, "<u2").reshape(-1, 2).tolist() for row in output.bonds]
        yield _same(f"{name} out.bonds", rows, expected["bonds"])
    else:
        digest = matrix_sha256(dense_rows(output.bonds))
        yield _same(f"{name} out.bonds_sha256", digest, expected["bonds_sha256"])
        count = sum(len(row) for row in output.bonds) // 4
        yield _same(f"{name} out.bonds_count", count, expected["bonds_count"])


def dense_rows(rows: Sequence[bytes]) -> U64Array:
    """Return packed rows as an n x n matrix."""
    out = np.zeros((len(rows), len(rows)), np.uint64)
    for uid, row in enumerate(rows):
        pairs = np.frombuffer(row, "<u2").reshape(-1, 2)
        out[uid, pairs[:, 0]] = pairs[:, 1]
    return out


def matrix_sha256(matrix: U64Array) -> str:
    """Return the hash of a matrix as row-major little-endian int64."""
    return hashlib.sha256(matrix.astype("<i8").tobytes()).hexdigest()


def _same(name: str, found: object, expected: object) -> Result:
    if found == expected:
        return Result(name, True)
    if isinstance(found, list) and isinstance(expected, list):
        if len(found) != len(expected):
            return Result(name, False, f"has {len(found)} items, recorded {len(expected)}")
        index = next(i for i, (a, b) in enumerate(zip(found, expected, strict=True)) if a != b)
        return Result(name, False, f"item {index} is {found[index]}, recorded {expected[index]}")
    return Result(name, False, f"is {found}, recorded {expected}")


def _check_item(index: int, item: Json) -> Result:
    found, expected = _ITEMS[item["kind"]](item)
    return _same(f"item {index} {item['kind']}", found, expected)


def _median(item: Json) -> tuple[object, object]:
    return median_column(item["stake"], item["score"], item["kappa"]), item["median"]


def _upscale(item: Json) -> tuple[object, object]:
    return upscale_row(item["input"]), item["output"]


def _limited(item: Json) -> tuple[object, object]:
    return is_max_share_within(item["weights"], item["limit"]), item["allowed"]


def _split(item: Json) -> tuple[object, object]:
    return split_emission(item["total"], item["mechanisms"], item["split"]), item["output"]


def _exp(item: Json) -> tuple[object, object]:
    found = exp_bits(item["input_bits"])
    if "sigmoid_bits" not in item:
        return found, item["output_bits"]
    return [found, (1 << 64) // ((1 << 32) + found)], [item["output_bits"], item["sigmoid_bits"]]


def _liquid_alpha(item: Json) -> tuple[object, object]:
    weight, bond, consensus = (np.array([item[key]], np.uint64) for key in ("weight", "bond", "consensus"))
    found = pair_alpha(weight, bond, consensus, item["alpha_low"], item["alpha_high"], item["steepness"])
    return int(found[0]), item["alpha_bits"]


def _commit_hash(item: Json) -> tuple[object, object]:
    fields = (
        bytes.fromhex(item["account"]), item["storage_index"], item["uids"], item["values"], item["salt"],
        item["version_key"],
    )  # fmt: skip
    if item["preimage"] is None:
        return commit_hash(*fields).hex(), item["hash"]
    found = [commit_preimage(*fields).hex(), commit_hash(*fields).hex()]
    return found, [item["preimage"], item["hash"]]


def _timelock(item: Json) -> tuple[object, object]:
    sealed, signature = bytes.fromhex(item["ciphertext"]), bytes.fromhex(item["drand_signature"])
    payload = item["payload"]
    hotkey = bytes.fromhex(payload["hotkey"])
    plaintext = decrypt(sealed, signature)
    row = decode_row(plaintext, hotkey)
    found = [
        is_signature_of(QUICKNET.public_key, item["round"], signature),
        plaintext.hex(),
        list(row.uids),
        list(row.values),
        row.version_key,
        encode_row(hotkey, row.uids, row.values, row.version_key).hex(),
        # What we lock opens with the same signature.
        decrypt(encrypt(plaintext, item["round"], QUICKNET.public_key, hotkey), signature).hex(),
        len(encrypt(plaintext, item["round"], QUICKNET.public_key, hotkey)),
    ]
    text = item["plaintext"]
    fields = [payload["uids"], payload["values"], payload["version_key"]]
    return found, [True, text, *fields, text, text, len(sealed)]


def _due(item: Json) -> tuple[object, object]:
    schedule = Schedule(
        tempo=item["tempo"],
        last_epoch_block=item["last_epoch_block"],
        pending_epoch_at=item["pending_at"],
        blocks_since_last_step=item["blocks_since_step"],
    )
    return is_due(schedule, item["block"]), item["due"]


_ITEMS: dict[str, Callable[[Json], tuple[object, object]]] = {
    "median_column": _median,
    "upscale_u16": _upscale,
    "max_weight_limited": _limited,
    "split_emission": _split,
    "exp": _exp,
    "liquid_alpha": _liquid_alpha,
    "commit_hash_v2": _commit_hash,
    "epoch_due": _due,
    "timelock_ciphertext": _timelock,
}
