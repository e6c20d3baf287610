"""Storage indices of mechanisms."""

from meritnet.primitives.ids import netuid_and_mechid, storage_index


def test_mechanism_m_of_netuid_n_is_stored_at_n_plus_4096_m():
    assert storage_index(7, 0) == 7
    assert storage_index(7, 2) == 8199
    assert netuid_and_mechid(8199) == (7, 2)
    assert netuid_and_mechid(4095) == (4095, 0)
