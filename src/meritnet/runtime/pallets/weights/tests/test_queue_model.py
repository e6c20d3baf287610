"""Random commits, reveals and epochs against the rule written down as a list of (salt, epoch)."""

from hypothesis import given, settings
from hypothesis import strategies as st

from meritnet.runtime.pallets.consensus_yuma.commit_hash import commit_hash
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.weights.commits import queue
from meritnet.testing.chain import account

from .subnet import NETUID, V1, build, refused, row, set_epoch

PALLET = "SubtensorModule"
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("commit"), st.integers(0, 5)),
        st.tuples(st.just("reveal"), st.integers(0, 5)),
        st.tuples(st.just("epoch"), st.integers(1, 3)),
    ),
    max_size=30,
)


def expected_error(waiting, salt, epoch, period):
    """Return the error of revealing `salt` and the queue a success leaves."""
    if not waiting:
        return "NoWeightsCommitFound", waiting
    live = list(waiting)
    void = []
    while live and epoch > live[0][1] + period:
        void.append(live.pop(0)[0])
    salts = [s for s, _ in live]
    if salt not in salts:
        if salt in void:
            return "ExpiredWeightCommit", waiting
        return ("InvalidRevealCommitHashNotMatch" if live else "NoWeightsCommitFound"), waiting
    at = salts.index(salt)
    if live[at][1] + period != epoch:
        return "RevealTooEarly", waiting
    return None, live[at + 1 :]


@settings(max_examples=40, deadline=None)
@given(STEPS, st.integers(1, 3))
def test_the_queue_follows_the_rule(steps, period):
    chain = build(hidden=True)
    hyper.reveal_period_epochs.set(chain.ctx, NETUID, period)
    hotkey = account(V1)
    waiting, epoch, shown = [], 0, []
    for step, value in steps:
        uids, values = (3, 4), (value + 1, 65535)
        if step == "epoch":
            epoch += value
            set_epoch(chain, epoch)
        elif step == "commit":
            while waiting and epoch > waiting[0][1] + period:
                waiting.pop(0)
            hash_ = commit_hash(hotkey, NETUID, uids, values, (value,), 0)
            if len(waiting) == 10:
                chain.fails("TooManyUnrevealedCommits", PALLET, "commit_weights", NETUID, hash_, by=V1)
            else:
                chain.ok(PALLET, "commit_weights", NETUID, hash_, by=V1)
                waiting.append((value, epoch))
        else:
            error, after = expected_error(waiting, value, epoch, period)
            call = ("reveal_weights", NETUID, uids, values, (value,), 0)
            if error is None:
                chain.ok(PALLET, *call, by=V1)
                waiting, shown = after, [[3, value + 1], [4, 65535]]
            else:
                refused(chain, error, *call, by=V1)
        stored = queue(chain.ctx, NETUID, hotkey)
        assert [entry.epoch for entry in stored] == [committed for _, committed in waiting]
        assert row(chain, 0) == shown
