"""Random senders, gaps, replays and blocks: the pool agrees with a plain model of nonces after every step."""

from random import Random

from meritnet.engine.pool.pool import PoolError
from meritnet.engine.tests.harness import Solo, solo
from meritnet.primitives.hashing import blake2_256

SENDERS = ("//Alice", "//Bob", "//Charlie")
STEPS = 200


class Model:
    """What waits and what is in blocks, by sender and nonce."""

    def __init__(self) -> None:
        self.nonce = dict.fromkeys(SENDERS, 0)
        self.waiting: dict[tuple[str, int], bytes] = {}

    def ready(self, sender: str) -> list[bytes]:
        """Return the run of nonces that a block may take."""
        found, nonce = [], self.nonce[sender]
        while (sender, nonce) in self.waiting:
            found.append(self.waiting[sender, nonce])
            nonce += 1
        return found

    def submit(self, sender: str, nonce: int, raw: bytes) -> bool:
        """Whether the pool should take it: not used yet, and nobody waits with this nonce."""
        if nonce < self.nonce[sender] or (sender, nonce) in self.waiting:
            return False
        self.waiting[sender, nonce] = raw
        return True

    def block(self) -> set[bytes]:
        """Return what the next block takes, and move on."""
        taken = set()
        for sender in SENDERS:
            for raw in self.ready(sender):
                taken.add(raw)
                del self.waiting[sender, self.nonce[sender]]
                self.nonce[sender] += 1
        return taken


def check(chain: Solo, model: Model) -> None:
    """Compare pool and model."""
    ready = {raw for sender in SENDERS for raw in model.ready(sender)}
    assert len(list(chain.pool.ready())) == len(ready)
    assert {c.extrinsic.raw for c in chain.pool.ready()} == ready
    assert set(chain.pool.pending()) == set(model.waiting.values())
    assert chain.pool.counts() == (len(ready), len(model.waiting) - len(ready))
    assert chain.pool._bytes == sum(map(len, model.waiting.values()))


def test_the_pool_follows_the_model(rng: Random) -> None:
    chain, model = solo(), Model()
    taken = refused = 0
    for _ in range(STEPS):
        if rng.random() < 0.15:
            made = chain.block()
            expected = model.block()
            assert set(made.report.included) == {blake2_256(raw) for raw in expected}
            taken += len(expected)
        else:
            sender = rng.choice(SENDERS)
            nonce = model.nonce[sender] + rng.choice((-1, 0, 0, 1, 1, 2, 3))
            if nonce < 0:
                continue
            raw = chain.transfer(sender, nonce, rng.randrange(1, 10**6) + 1_000, to="//Eve")
            fits = model.submit(sender, nonce, raw)
            try:
                chain.pool.submit(raw)
            except PoolError:
                assert not fits
                refused += 1
            else:
                assert fits
        check(chain, model)
    assert taken > 30
    assert refused > 10
