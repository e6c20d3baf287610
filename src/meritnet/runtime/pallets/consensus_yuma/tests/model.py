"""The Yuma epoch straight from the rule in plain Python integers: slow, clear, the judge of the fast one.

Numbers are I32F32 bits. A sparse row is a list of (uid, value) in stored order, because order and the
difference between an absent entry and an explicit zero both matter.
"""

import numpy as np

from meritnet.runtime.pallets.consensus_yuma.types import EpochInput, EpochOutput

ONE = 1 << 32
Row = list[tuple[int, int]]


def mul(a: int, b: int) -> int:
    return (a * b) >> 32


def div(a: int, b: int) -> int:
    return 0 if b == 0 else (a << 32) // b


def share(v: int) -> int:
    return (v << 32) // 65535


def to_u16(x: int) -> int:
    return min(65535, (x * 65535) >> 32)


def norm(v: list[int]) -> list[int]:
    total = sum(v)
    return [div(x, total) for x in v] if total else list(v)


def unpack(row: bytes, n: int) -> Row:
    numbers = [int.from_bytes(row[k : k + 2], "little") for k in range(0, len(row), 2)]
    return [(uid, v) for uid, v in zip(numbers[::2], numbers[1::2], strict=True) if uid < n]


def pack(row: Row) -> bytes:
    return b"".join(uid.to_bytes(2, "little") + v.to_bytes(2, "little") for uid, v in row)


def column_sums(rows: list[Row], n: int) -> list[int]:
    sums = [0] * n
    for row in rows:
        for j, x in row:
            sums[j] += x
    return sums


def column_normalised(rows: list[Row], n: int) -> list[Row]:
    sums = column_sums(rows, n)
    return [[(j, div(x, sums[j]) if sums[j] else x) for j, x in row] for row in rows]


def weighted_median(stake: list[int], rows: list[Row], n: int, kappa: int) -> list[int]:
    voters = [i for i in range(n) if stake[i] > 0]
    if not voters:
        return [0] * n
    power = dict(zip(voters, norm([stake[i] for i in voters]), strict=True))
    minority = sum(power.values()) - kappa
    out = []
    for j in range(n):
        column = [(dict(rows[i]).get(j, 0), power[i]) for i in voters]
        scores = sorted({score for score, _ in column})
        passing = [p for p in scores if sum(a for score, a in column if score <= p) > minority]
        out.append(passing[0] if passing else scores[-1])
    return out


def exp(x: int) -> int:
    x = max(-20 * ONE, min(20 * ONE, x))
    if x == 0:
        return ONE
    if x == ONE:
        return 22802600 << 9
    a = abs(x)
    result, term = ONE + a, a
    for i in range(2, 32):
        term = mul(term, a) // i
        result += term
    return (1 << 64) // result if x < 0 else result


def alpha_of_pair(weight: int, bond: int, consensus: int, low: int, high: int, steepness: int) -> int:
    low, high = share(low), share(high)
    k = (abs(steepness) << 32) // 100 * (-1 if steepness > 0 else 1)
    diff = weight - consensus if weight >= bond else bond - weight
    diff = max(0, min(ONE, diff))
    sigmoid = (1 << 64) // (ONE + exp(mul(k, diff - ONE // 2)))
    return max(low, min(high, low + mul(sigmoid, high - low)))


def through_cursor(row: Row) -> dict[int, int]:
    seen, largest = {}, -1
    for j, x in row:
        if j > largest:
            seen[j], largest = x, j
    return seen


def flat_ema(new: list[Row], old: list[Row], alpha: int) -> list[Row]:
    out = []
    for new_row, old_row in zip(new, old, strict=True):
        total: dict[int, int] = {}
        for j, x in new_row:
            total[j] = total.get(j, 0) + mul(alpha, x)
        for j, x in old_row:
            total[j] = total.get(j, 0) + mul(ONE - alpha, x)
        out.append([(j, total[j]) for j in sorted(total) if total[j] > 0])
    return out


def liquid_ema(new: list[Row], old: list[Row], consensus: list[int], p) -> list[Row]:
    out = []
    for new_row, old_row in zip(new, old, strict=True):
        seen_new, seen_old, bond = through_cursor(new_row), through_cursor(old_row), dict(old_row)
        row = []
        for j, x in new_row:
            a = alpha_of_pair(
                seen_new.get(j, 0), seen_old.get(j, 0), consensus[j], p.alpha_low, p.alpha_high, p.steepness
            )
            row.append((j, min(ONE, mul(ONE - a, bond.get(j, 0)) + mul(a, x))))
        out.append([(j, x) for j, x in row if x > 0])
    return out


def dense(rows: list[Row], n: int) -> np.ndarray:
    out = np.zeros((n, n), np.uint64)
    for i, row in enumerate(rows):
        for j, x in row:
            out[i, j] = x
    return out


def run_epoch(g: EpochInput, trace: bool = False) -> EpochOutput:
    n, p, owner = g.n, g.params, g.owner_uid
    listed = list(g.last_update[:n])
    inactive = [i >= len(listed) or listed[i] + p.activity_cutoff < g.block for i in range(n)]
    last_update = listed + [0] * (n - len(listed))
    old_permit = [bool(x) or i == owner for i, x in enumerate(g.permits)]

    raw = [s if s >> 64 >= p.stake_threshold or i == owner else 0 for i, s in enumerate(g.stake)]
    stake = [(s << 32) // sum(raw) if sum(raw) else 0 for s in raw]
    order = sorted(range(n), key=lambda i: (stake[i], i))
    top = set(order[max(0, n - p.max_validators) :])
    new_permit = [(stake[i] != 0 and i in top) or i == owner for i in range(n)]
    active = norm([0 if inactive[i] or not old_permit[i] else stake[i] for i in range(n)])

    def counts(i: int, j: int) -> bool:
        if not old_permit[i] or (i == j and i != owner) or last_update[i] <= g.registered[j]:
            return False
        commit = g.commit_blocks[i] if p.commit_reveal and g.commit_blocks is not None else None
        return commit is None or commit >= g.registered[j]

    weights = [[(j, x) for j, x in unpack(row, n) if counts(i, j)] for i, row in enumerate(g.weights)]
    weights = [[(j, div(x, sum(v for _, v in row))) for j, x in row] for row in weights]

    consensus = weighted_median(active, weights, n, share(p.kappa))
    clipped = [[(j, min(x, consensus[j])) for j, x in row] for row in weights]
    trust = [sum(x for _, x in row) for row in clipped]
    ranks = column_sums([[(j, mul(active[i], x)) for j, x in row] for i, row in enumerate(clipped)], n)
    incentive = norm(ranks)

    beta = share(p.bonds_penalty)
    if beta == 0:
        bonding = weights
    elif beta == ONE:
        bonding = [
            [(j, x) for (j, x), (_, w) in zip(row, whole, strict=True) if x > 0 or w == 0]
            for row, whole in zip(clipped, weights, strict=True)
        ]
    else:
        bonding = [
            sorted(
                (j, w + mul(beta, x - w))
                for (j, x), (_, w) in zip(row, whole, strict=True)
                if w + mul(beta, x - w) > 0
            )
            for row, whole in zip(clipped, weights, strict=True)
        ]

    last_tempo = g.last_step + 1 if g.last_step else max(0, g.block - p.tempo)
    old = [[(j, x) for j, x in unpack(row, n) if g.registered[j] < last_tempo] for row in g.bonds]
    flat = ONE - (p.bonds_moving_average << 32) // 10**6
    bits = {}
    if p.yuma3:
        old = [[(j, share(x)) for j, x in row] for row in old]
        if p.liquid_alpha and any(consensus):
            ema = liquid_ema(bonding, old, consensus, p)
        else:
            ema = flat_ema(bonding, old, flat)
        each = column_normalised(ema, n)
        earned = [sum(mul(x, incentive[j]) for j, x in row) for row in each]
        dividends = norm([mul(earned[i], active[i]) for i in range(n)])
        stored = ema
    else:
        delta = column_normalised([[(j, mul(x, active[i])) for j, x in r] for i, r in enumerate(bonding)], n)
        bits["bonds_delta"] = delta
        ema = column_normalised(flat_ema(delta, column_normalised(old, n), flat), n)
        dividends = norm([sum(mul(x, incentive[j]) for j, x in row) for row in ema])
        largest = [max((x for row in ema for k, x in row if k == j), default=0) for j in range(n)]
        stored = [[(j, div(x, largest[j])) for j, x in row] for row in ema]

    total = sum(incentive) + sum(dividends)
    if total:
        server = [div(x, total) for x in incentive]
        validator = [div(x, total) for x in dividends]
        combined = [div(x + y, total) for x, y in zip(incentive, dividends, strict=True)]
    else:
        server = [0] * n
        validator = combined = active if any(active) else stake

    def u16s(v: list[int]) -> bytes:
        return b"".join(to_u16(x).to_bytes(2, "little") for x in v)

    def amounts(v: list[int]) -> list[int]:
        return [x * g.emission >> 32 for x in v]

    matrices = {**bits, "weights": weights, "clipped": clipped, "ema_bonds": ema}
    vectors = {
        "stake": stake, "active_stake": active, "consensus": consensus, "ranks": ranks, "incentive":
        incentive, "dividends": dividends, "norm_server": server, "norm_validator": validator,
    "norm_combined": combined, }  # fmt: skip
    return EpochOutput(
        active=[not x for x in inactive],
        permits=new_permit,
        stake_weight=u16s(stake),
        consensus=u16s(consensus),
        incentive=u16s(incentive),
        dividends=u16s(dividends),
        validator_trust=u16s(trust),
        bonds=[
            pack([(j, to_u16(x)) for j, x in row]) if new_permit[i] else b"" for i, row in enumerate(stored)
        ],
        server_emission=amounts(server),
        validator_emission=amounts(validator),
        emission=amounts(combined),
        bits={
            **{name: np.array(v, np.uint64) for name, v in vectors.items()},
            **{name: dense(rows, n) for name, rows in matrices.items()},
        }
        if trace
        else None,
    )
