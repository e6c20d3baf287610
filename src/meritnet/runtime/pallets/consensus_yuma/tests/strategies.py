"""Random small subnets that reach every branch: unsorted rows, explicit zeros, ties, gaps and extreme settings."""

from random import Random

import numpy as np

from meritnet.runtime.pallets.consensus_yuma.types import EpochInput, EpochParams

BLOCK = 10_000


def random_input(random: Random, liquid: bool | None = None) -> EpochInput:
    """Return one epoch input of at most 9 uids, drawn from `random`."""
    n = random.randint(0, 9)
    yuma3 = random.random() < 0.6
    params = EpochParams(
        kappa=random.choice([32767, 32767, 0, 1, 45000, 65535, random.randrange(65536)]),
        bonds_penalty=random.choice([65535, 65535, 0, 32767, random.randrange(65536)]),
        bonds_moving_average=random.choice([900_000, 0, 1_000_000, random.randrange(1_000_001)]),
        yuma3=yuma3,
        liquid_alpha=random.random() < 0.5 if liquid is None else liquid,
        alpha_low=random.choice([45875, 1638, random.randrange(1638, 40000)]),
        alpha_high=random.choice([58982, 65535, random.randrange(40000, 65536)]),
        steepness=random.choice([1000, 0, -1000, 32767, -32768, random.randrange(-3000, 3000)]),
        commit_reveal=random.random() < 0.3,
        tempo=random.choice([360, 10, 0]),
        activity_cutoff=random.choice([5000, 1, 300]),
        max_validators=random.choice([64, 3, 1, 0]),
        stake_threshold=random.choice([0, 0, 50]),
    )
    blocks = [0, BLOCK - 400, BLOCK - 361, BLOCK - 360, BLOCK - 300, BLOCK - 1, BLOCK]
    listed = n if random.random() < 0.8 else random.randint(0, n + 2)
    old = random.random() < 0.6
    return EpochInput(
        params=params,
        block=random.choice([BLOCK, BLOCK, 0]),
        last_step=random.choice([0, BLOCK - 361, BLOCK - 360]),
        emission=random.choice([10**9, 0, 1, 2**63, random.randrange(2**40)]),
        stake=[random_stake(random) for _ in range(n)],
        weights=[random_row(random, n) for _ in range(n)],
        bonds=[random_row(random, n) for _ in range(n)],
        permits=[random.random() < 0.75 for _ in range(n)],
        last_update=[BLOCK if old else random.choice(blocks) for _ in range(listed)],
        registered=[0 if old else random.choice(blocks) for _ in range(n)],
        owner_uid=random.choice([None, random.randint(0, n)]),
        commit_blocks=[random.choice([None, *blocks]) for _ in range(n)] if random.random() < 0.7 else None,
    )


def random_stake(random: Random) -> int:
    """Return I64F64 bits: nothing, small ties, fractions or very large amounts."""
    return random.choice(
        [
            0,
            0,
            100 << 64,
            100 << 64,
            random.randrange(200) << 64,
            random.randrange(1 << 80),
            random.randrange(1 << 118),
        ]
    )


def random_row(random: Random, n: int) -> bytes:
    """Return a packed row over some of the uids, at times out of order, past n, zero or in tie."""
    uids = [uid for uid in range(n + 2) if random.random() < 0.55]
    if random.random() < 0.4:
        random.shuffle(uids)
    if random.random() < 0.15:
        uids = uids[:1]
    values = [random.choice([0, 1, 65535, 65535, 30000, random.randrange(65536)]) for _ in uids]
    return np.array(list(zip(uids, values, strict=True)), "<u2").tobytes()
