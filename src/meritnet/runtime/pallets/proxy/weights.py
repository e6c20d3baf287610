"""Weights of the Proxy calls, as measured on the reference at the most proxies and announcements.

Units: picoseconds and bytes; each takes the worst case, as the reference does.
"""

from meritnet.runtime.framework.weights import INNER_ACCOUNT, Weight, measured

from .types import MAX_PENDING, MAX_PROXIES


def _by_proxies(base: int, each: int, *, reads: int, writes: int, proof_each: int = 0) -> Weight:
    return measured(base + each * MAX_PROXIES, 4254 + proof_each * MAX_PROXIES, reads=reads, writes=writes)


def _by_both(base: int, pending: int, proxy: int, *, reads: int, writes: int) -> Weight:
    return measured(base + pending * MAX_PENDING + proxy * MAX_PROXIES, 8615, reads=reads, writes=writes)


PROXY = _by_proxies(28_026_265, 53_205, reads=3, writes=1, proof_each=37).plus(INNER_ACCOUNT)
PROXY_ANNOUNCED = (
    _by_both(53_234_507, 228_831, 54_037, reads=5, writes=3)
    .plus(Weight(0, 68 * MAX_PENDING + 37 * MAX_PROXIES))
    .plus(INNER_ACCOUNT)
)
ADD_PROXY = _by_proxies(25_770_804, 80_892, reads=1, writes=1)
REMOVE_PROXY = _by_proxies(27_827_049, 64_054, reads=1, writes=2)
REMOVE_PROXIES = _by_proxies(27_407_028, 55_808, reads=1, writes=1)
CREATE_PURE = _by_proxies(27_853_436, 20_160, reads=1, writes=1)
KILL_PURE = _by_proxies(26_529_087, 48_014, reads=1, writes=1)
ANNOUNCE = _by_both(34_286_251, 194_092, 53_615, reads=3, writes=2)
REMOVE_ANNOUNCEMENT = _by_both(25_595_226, 205_163, 40_277, reads=2, writes=2)
REJECT_ANNOUNCEMENT = _by_both(26_388_332, 199_703, 17_846, reads=2, writes=2)
POKE_DEPOSIT = measured(46_757_000, 8615, reads=3, writes=3)
SET_REAL_PAYS_FEE = _by_proxies(14_259_931, 42_799, reads=1, writes=1)
