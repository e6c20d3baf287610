"""Builds the inputs of large recorded cases from their generator description instead of listing them."""

from collections.abc import Iterator, Mapping
from typing import Any

from meritnet.runtime.pallets.consensus_yuma.weights_row import upscale_row

_MASK = (1 << 64) - 1

# Any: the values of a recorded JSON document.
Json = Mapping[str, Any]
Rows = list[list[list[int]]]

DEFAULTS: dict[str, Any] = {
    "min_stake": 0,
    "owner_uid": None,
    "kappa": 32767,
    "bonds_penalty": 65535,
    "bonds_moving_average": 900_000,
    "alpha_low": 45875,
    "alpha_high": 58982,
    "steepness": 1000,
    "activity_cutoff": 5000,
    "tempo": 360,
    "last_step": 0,
    "yuma3": False,
    "liquid_alpha": False,
    "commit_reveal": False,
    "commit_blocks": None,
}
"""What a generated case means by everything it leaves unsaid."""

_FROM_GENERATOR = ("yuma3", "liquid_alpha", "bonds_penalty", "tempo", "max_validators")


def splitmix64(seed: int) -> Iterator[int]:
    """Yield the splitmix64 stream of a seed."""
    state = seed
    while True:
        state = (state + 0x9E3779B97F4A7C15) & _MASK
        z = state
        z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ z >> 27) * 0x94D049BB133111EB) & _MASK
        yield z ^ z >> 31


def complete_inputs(document: Json) -> list[dict[str, Any]]:
    """Return the `in` of every epoch with nothing left to generate."""
    epochs = document["epochs"]
    if not any(epoch["in"].get("generated") for epoch in epochs):
        return [dict(epoch["in"]) for epoch in epochs]
    generator = document["generator"]
    if "prng" in generator:
        return _random_inputs(generator, epochs)
    return _graph_inputs(generator, epochs)


def _random_inputs(generator: Json, epochs: list[Json]) -> list[dict[str, Any]]:
    stream = splitmix64(generator["seed"])
    n, validators = generator["n"], generator["V"]
    stake = [(1 + next(stream) % 10**15) << 64 for _ in range(validators)] + [0] * (n - validators)
    out = []
    for epoch in epochs:
        block = epoch["in"]["current_block"]
        rows: Rows = [
            _random_row(stream, uid, n, generator["density"]) if uid < validators else [] for uid in range(n)
        ]
        out.append(
            _filled(generator, epoch["in"], n, stake, rows)
            | {"max_validators": validators, "last_step": block - 360 if epoch["in"]["epoch"] else 0}
        )
    return out


def _random_row(stream: Iterator[int], own: int, n: int, density: int) -> list[list[int]]:
    kept = []
    for uid in range(n):
        if uid != own:
            keep = next(stream) % 100 < density
            value = next(stream) % 65536
            if keep:
                kept.append((uid, value))
    values = upscale_row([value for _, value in kept])
    return [[uid, value] for (uid, _), value in zip(kept, values, strict=True)]


def _graph_inputs(generator: Json, epochs: list[Json]) -> list[dict[str, Any]]:
    """Return the inputs of the 512-node graph: 64 equal validators give every other uid the full weight."""
    n, validators = 512, 64
    stake = [328_125_000_000_000 << 64] * validators + [0] * (n - validators)
    row = [[uid, 65535] for uid in range(validators, n)]
    rows: Rows = [row if uid < validators else [] for uid in range(n)]
    return [_filled(generator, epoch["in"], n, stake, rows) for epoch in epochs]


def _filled(generator: Json, given: Json, n: int, stake: list[int], rows: Rows) -> dict[str, Any]:
    from_generator = {key: generator[key] for key in _FROM_GENERATOR if key in generator}
    filled = {**DEFAULTS, **from_generator, **given, "n": n, "stake": stake, "weights": rows}
    filled["registered"] = [0] * n
    filled["last_update"] = [given["last_update"]] * n
    return filled
