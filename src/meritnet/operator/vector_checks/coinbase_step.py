"""Checks whole blocks of emission: every intermediate value and the state afterwards."""

from collections.abc import Iterator
from dataclasses import fields

from meritnet.operator.vector_checks.case import Case, Comparison, Document, run_cases
from meritnet.runtime.pallets.emission.step_model import (
    ChainState,
    SubnetState,
    SubnetTrace,
    Trace,
    run_block,
)

NAMES = {"quote_weight": "wq"}
"""Fields whose key in the file differs."""
CHAIN_FIELDS = [f.name for f in fields(ChainState) if f.name not in ("block", "subnets", "rule")]
SUBNET_FIELDS = [f.name for f in fields(SubnetState)]


def check(document: Document) -> Iterator[Case]:
    """Yield one case a step of a scenario."""
    for scenario in document["scenarios"]:
        before = scenario["state_before"]
        for number, step in enumerate(scenario["steps"], start=1):
            name = f"{scenario['name']} block {number}"
            yield from run_cases([(name, (before, step))], _step)
            before = step["state_after"] | {"block": str(int(step["state_after"]["block"]) + 1)}


def _step(case: Document) -> Comparison:
    before, step = case
    after, trace = run_block(_read(before))
    ours = {"trace": _trace(trace), "state_after": _state(after)}
    return Comparison(ours, {"trace": step["trace"], "state_after": step["state_after"]})


def _read(state: Document) -> ChainState:
    subnets = {int(netuid): _read_subnet(row) for netuid, row in state["subnets"].items()}
    chain: Document = {name: int(state[name]) for name in CHAIN_FIELDS}
    return ChainState(block=int(state["block"]), subnets=subnets, **chain)


def _read_subnet(row: Document) -> SubnetState:
    values: Document = {}
    for name in SUBNET_FIELDS:
        value = row[NAMES.get(name, name)]
        values[name] = value if isinstance(value, bool) else int(value)
    return SubnetState(**values)


def _state(state: ChainState) -> dict[str, object]:
    subnets = {
        netuid: {NAMES.get(name, name): getattr(s, name) for name in SUBNET_FIELDS}
        for netuid, s in state.subnets.items()
    }
    chain = {name: getattr(state, name) for name in CHAIN_FIELDS}
    return {"block": state.block, **chain, "subnets": subnets}


def _trace(trace: Trace) -> dict[str, object]:
    rows = trace.subnets
    return {
        "minted": trace.minted,
        "price_ema_sum_u64f64": trace.shares.price_sum,
        "shares_u64f64": dict(zip(rows, trace.shares.after_burn, strict=True)),
        "effective_shares_u64f64": dict(zip(rows, trace.shares.effective, strict=True)),
        "tao_emission_u96f32": {netuid: t.tao_emission for netuid, t in rows.items()},
        "root_sell_flag": trace.shares.root_sells,
        "terms": {netuid: _terms(t) for netuid, t in rows.items()},
        "injection": {netuid: _injection(t) for netuid, t in rows.items()},
        "recycled_remainder": trace.recycled,
        "alpha_split": {netuid: _split(t) for netuid, t in rows.items()},
        "moving_price": {netuid: _moving_price(t) for netuid, t in rows.items()},
    }


def _terms(t: SubnetTrace) -> dict[str, object]:
    return {
        "alpha_emission": t.terms.alpha_emission,
        "price_u96f32": t.terms.price,
        "root_proportion_u96f32": t.terms.root_proportion,
        "injection_cap_u96f32": t.terms.injection_cap,
        "capped": t.terms.capped,
        "tao_in_u96f32": t.terms.tao_in,
        "alpha_in_u96f32": t.terms.alpha_in,
        "excess_tao_u96f32": t.terms.excess_tao,
    }


def _injection(t: SubnetTrace) -> dict[str, object]:
    bought = {} if t.buy_alpha_out is None else {"chain_buy_alpha_out": t.buy_alpha_out}
    return {
        "injected_tao": t.injected_tao,
        "injected_alpha": t.injected_alpha,
        "quote_weight_after_injection": t.quote_weight_after_injection,
        "chain_buy_tao_requested": t.buy_requested,
        **bought,
    }


def _split(t: SubnetTrace) -> dict[str, object]:
    return {
        "alpha_created": t.terms.alpha_emission,
        "owner_cut": t.parts.owner,
        "root_proportion_u96f32": t.split_root_proportion,
        "root_alpha": t.parts.root,
        "server": t.parts.server,
        "validator": t.parts.validator,
    }


def _moving_price(t: SubnetTrace) -> dict[str, object]:
    return {
        "alpha_u64f64": t.smoothing,
        "spot_price_u64f64": t.spot_price,
        "new_moving_price_i96f32": t.moving_price,
    }
