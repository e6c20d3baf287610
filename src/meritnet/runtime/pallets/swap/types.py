"""Types of the Swap pallet."""

from meritnet.codec import Wrapper
from meritnet.codec.common import PERQUINTILL

BALANCER = Wrapper("pallet_subtensor_swap::pallet::balancer::Balancer", PERQUINTILL, field_name="quote")
