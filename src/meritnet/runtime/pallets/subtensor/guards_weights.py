"""What is checked before calls that set, commit or reveal weights are dispatched."""

from collections.abc import Callable, Iterable, Sequence

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.consensus_yuma.mechanisms import storage_index
from meritnet.runtime.pallets.drand.books import newest_public_round
from meritnet.runtime.pallets.staking.inheritance import has_weight_stake
from meritnet.runtime.pallets.weights.commits import queue
from meritnet.runtime.pallets.weights.committing import Row, ensure_revealable

from .errors import InputLengthsUnequal, InvalidRevealRound, NotEnoughStakeToSetWeights, NoWeightsCommitFound

List = Sequence[int]


def _stake(ctx: Context, signer: bytes, netuids: Iterable[int]) -> None:
    for netuid in netuids:
        ensure(
            has_weight_stake(ctx, netuid, signer), NotEnoughStakeToSetWeights, netuid=netuid, hotkey=signer
        )


def _equal(*lists: Sequence[object]) -> None:
    lengths = [len(items) for items in lists]
    ensure(len(set(lengths)) == 1, InputLengthsUnequal, lengths=lengths)


def single(ctx: Context, signer: bytes, netuid: int, *_rest: object) -> None:
    """Raises: NotEnoughStakeToSetWeights on the subnet that a call names first."""
    _stake(ctx, signer, (netuid,))


def batch(ctx: Context, signer: bytes, netuids: Sequence[int], *lists: Sequence[object]) -> None:
    """Raises: InputLengthsUnequal, then NotEnoughStakeToSetWeights for the first subnet where the stake lacks."""
    _equal(netuids, *lists)
    _stake(ctx, signer, netuids)


def reveal(
    ctx: Context, signer: bytes, netuid: int, uids: List, values: List, salt: List, version_key: int
) -> None:
    """Raises: NotEnoughStakeToSetWeights, NoWeightsCommitFound, RevealTooEarly."""
    reveal_mechanism(ctx, signer, netuid, 0, uids, values, salt, version_key)


def reveal_mechanism(
    ctx: Context,
    signer: bytes,
    netuid: int,
    mecid: int,
    uids: List,
    values: List,
    salt: List,
    version_key: int,
) -> None:
    """Raises: as `reveal`."""
    _stake(ctx, signer, (netuid,))
    index = min(storage_index(netuid, mecid), 2**16 - 1)
    ensure_revealable(
        ctx, netuid, index, signer, Row(uids, values, salt, version_key).hash_for(signer, index)
    )


def reveal_batch(
    ctx: Context,
    signer: bytes,
    netuid: int,
    uids_list: Sequence[List],
    values_list: Sequence[List],
    salts_list: Sequence[List],
    version_keys: List,
) -> None:
    """Raises: InputLengthsUnequal, then as `reveal` for the first row that cannot be opened."""
    _equal(uids_list, values_list, salts_list, version_keys)
    _stake(ctx, signer, (netuid,))
    ensure(queue(ctx, netuid, signer), NoWeightsCommitFound, netuid=netuid, hotkey=signer)
    for fields in zip(uids_list, values_list, salts_list, version_keys, strict=True):
        ensure_revealable(ctx, netuid, netuid, signer, Row(*fields).hash_for(signer, netuid))


def timelocked(
    ctx: Context, signer: bytes, netuid: int, _commit: bytes, reveal_round: int, *_rest: object
) -> None:
    """Raises: NotEnoughStakeToSetWeights, InvalidRevealRound for a round before the newest one of the public beacon."""
    _stake(ctx, signer, (netuid,))
    # The local beacon does not count: a client locks to the public one, whose round opens nothing before it is out,
    # and on a chain whose epoch is shorter than a round the local one may be stored before the commit arrives.
    newest = newest_public_round(ctx)
    ensure(reveal_round >= newest, InvalidRevealRound, round=reveal_round, newest=newest)


def timelocked_mechanism(
    ctx: Context,
    signer: bytes,
    netuid: int,
    _mecid: int,
    commit: bytes,
    reveal_round: int,
    *_rest: object,
) -> None:
    """Raises: as `timelocked`."""
    timelocked(ctx, signer, netuid, commit, reveal_round)


WEIGHTS_CHECKS: dict[str, Callable[..., None]] = {
    "set_weights": single,
    "set_mechanism_weights": single,
    "batch_set_weights": batch,
    "commit_weights": single,
    "commit_mechanism_weights": single,
    "batch_commit_weights": batch,
    "reveal_weights": reveal,
    "reveal_mechanism_weights": reveal_mechanism,
    "batch_reveal_weights": reveal_batch,
    "commit_timelocked_weights": timelocked,
    "commit_timelocked_mechanism_weights": timelocked_mechanism,
    "commit_crv3_mechanism_weights": timelocked_mechanism,
}
"""Calls of the weights guard."""
