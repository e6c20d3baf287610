"""Checks how stake locks roll forward."""

from collections.abc import Iterator

from meritnet.operator.vector_checks.case import Case, Comparison, Document, named, run_cases
from meritnet.runtime.pallets.locks.arithmetic import Kind, Lock, Rates, decay, roll


def check(document: Document) -> Iterator[Case]:
    """Yield one case a lock; the last one rolls several times, each time from where it stood."""
    return run_cases(named(document["cases"]), _case)


def _case(case: Document) -> Comparison:
    given = case["inputs"]
    lock = Lock(int(given["locked_mass"]), int(given["conviction_u64f64"]), int(given["last_update"]))
    rates = Rates(int(given["unlock_rate"]), int(given["maturity_rate"]))
    kind = Kind(for_owner=given["owner_lock"], perpetual=given["perpetual"])
    if "now" not in given:
        return Comparison(_rolls(lock, case["outputs"], rates, kind), case["outputs"])
    now = int(given["now"])
    passed = now - lock.last_update
    rolled = roll(lock, now, rates, kind)
    ours = {
        "decay_unlock_u64f64": decay(passed, rates.unlock),
        "decay_maturity_u64f64": decay(passed, rates.maturity),
        "outputs": _shown(rolled) | {"conviction_floor": rolled.conviction >> 64},
    }
    return Comparison(ours, {key: case[key] for key in ours})


def _rolls(lock: Lock, outputs: Document, rates: Rates, kind: Kind) -> list[dict[str, int]]:
    shown = []
    for output in outputs:
        lock = roll(lock, int(output["last_update"]), rates, kind)
        shown.append(_shown(lock))
    return shown


def _shown(lock: Lock) -> dict[str, int]:
    return {
        "locked_mass": lock.locked_mass,
        "conviction_u64f64": lock.conviction,
        "last_update": lock.last_update,
    }
