"""Types of the Swap pallet."""

from meritnet.codec import I32, U128, Wrapper
from meritnet.codec.common import PERQUINTILL

BALANCER = Wrapper("pallet_subtensor_swap::pallet::balancer::Balancer", PERQUINTILL, field_name="quote")
TICK_INDEX = Wrapper("pallet_subtensor_swap::pallet::TickIndex", I32)
POSITION_ID = Wrapper("pallet_subtensor_swap::pallet::PositionId", U128)
