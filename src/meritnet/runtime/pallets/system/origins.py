"""Origins as they are stored and sent: the type `OriginCaller`, and its way from and to an `Origin`."""

from meritnet.codec import Case, Enum, Variant
from meritnet.codec.common import ACCOUNT_ID, H160
from meritnet.runtime.framework.origin import NONE, ROOT, Origin, signed

RAW_ORIGIN = Enum(
    "frame_support::dispatch::RawOrigin",
    [
        Variant(0, "Root"),
        Variant(1, "Signed", [(None, ACCOUNT_ID)]),
        Variant(2, "None"),
        Variant(3, "Authorized"),
    ],
    params=(("AccountId", ACCOUNT_ID),),
)
ETHEREUM_ORIGIN = Enum("pallet_ethereum::RawOrigin", [Variant(0, "EthereumTransaction", [(None, H160)])])
ORIGIN_CALLER = Enum(
    "node_subtensor_runtime::OriginCaller",
    [Variant(0, "system", [(None, RAW_ORIGIN)]), Variant(21, "Ethereum", [(None, ETHEREUM_ORIGIN)])],
)


def origin_of(caller: Case) -> Origin:
    """Return the origin that a value of `ORIGIN_CALLER` names. Origins that no rule here knows may call nothing."""
    raw = caller.args[0]
    if caller.name == "system":
        if raw.name == "Signed":
            return signed(raw.args[0])
        if raw.name in ("Root", "None"):
            return ROOT if raw.name == "Root" else NONE
    return Origin(raw.name)


def caller_of(origin: Origin) -> Case:
    """Return root, a signed or no origin as a value of `ORIGIN_CALLER`."""
    if origin.account is not None:
        return Case("system", (Case("Signed", (origin.account,)),))
    return Case("system", (Case("Root" if origin.is_root else "None", ()),))
