"""The thirteen signed extensions: what must hold for a signed extrinsic, in wire order.

    1 CheckNonZeroSender  2 CheckSpecVersion  3 CheckTxVersion  4 CheckGenesis  5 CheckMortality  6 CheckNonce
    7 CheckWeight  8 ChargeTransactionPayment  9 SudoTransactionExtension  10 CheckShieldedTxValidity
    11 SubtensorTransactionExtension  12 DrandPriority  13 CheckMetadataHash

2, 3, 4 and the birth hash of 5 are part of the signed payload: a wrong one shows as a bad signature. 5 also bounds the
life of shielded transactions; 12 raises the priority of a signed write_pulse. Unsigned calls have checks of their own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from meritnet.codec.extrinsic import ENABLED, Extra, Extrinsic, SigningContext, signature_payload
from meritnet.crypto.signature import verify
from meritnet.primitives.errors import Bug
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import CallDef
from meritnet.runtime.framework.dispatch import DispatchInfo, check_guards, dispatch_info
from meritnet.runtime.framework.errors import InvalidTransaction, ModuleError, UnknownTransaction
from meritnet.runtime.framework.origin import signed
from meritnet.runtime.framework.unsigned import UnsignedCheck, UnsignedValidity
from meritnet.runtime.framework.weights import LIMITS, MAX_LENGTH, Weight
from meritnet.runtime.pallets.drand.unsigned import SIGNED_PRIORITY as PULSE_PRIORITY
from meritnet.runtime.pallets.mev_shield.admission import check_envelope, check_era
from meritnet.runtime.pallets.proxy.fee_payer import fee_payer
from meritnet.runtime.pallets.sudo.declarations import key as sudo_key
from meritnet.runtime.pallets.system import accounts as system
from meritnet.runtime.pallets.system import storage as system_storage
from meritnet.runtime.pallets.transaction_payment import fees

NORMAL_PRIORITY = 1
OPERATIONAL_PRIORITY = 10_000_000_000
ZERO_ACCOUNT = bytes(32)
MAX_LONGEVITY = 2**64 - 1


@dataclass(frozen=True, slots=True)
class ValidTransaction:
    """What the pool needs to order an extrinsic. Longevity in blocks."""

    priority: int
    requires: tuple[bytes, ...]
    provides: tuple[bytes, ...]
    longevity: int
    propagate: bool = True


@dataclass(frozen=True, slots=True)
class Checked:
    """A signed extrinsic that passed the stateless checks."""

    signer: bytes
    definition: CallDef
    args: tuple[Any, ...]
    info: DispatchInfo
    payer: bytes
    """Who pays the fee."""


def signature_tag(account: bytes, nonce: int) -> bytes:
    """Return the pool tag that an account's nonce provides: SCALE of (account, nonce)."""
    return account + nonce.to_bytes(4, "little")


def signer_of(extrinsic: Extrinsic) -> bytes:
    """Return the signing account. Raises: UnknownTransaction(CannotLookup) for other address forms."""
    account = None if extrinsic.signed is None else extrinsic.signed.account
    if account is None:
        raise UnknownTransaction(
            "CannotLookup", "the signer's address is not an account id; use MultiAddress Id"
        )
    return account


class Extensions:
    """The extensions with their chain-wide inputs: versions, genesis hash, custom codes, alternative fee
    payer.
    """

    def __init__(
        self,
        spec_version: int,
        transaction_version: int,
        custom_code: Callable[[ModuleError], int],
        alternative_payer: fees.AlternativePayer | None,
        unsigned: Mapping[tuple[str, str], UnsignedCheck],
        metadata_hash: Callable[[], bytes],
    ) -> None:
        self.spec_version = spec_version
        self.transaction_version = transaction_version
        self.genesis_hash = bytes(32)
        self._custom_code = custom_code
        self._alternative_payer = alternative_payer
        self._unsigned = unsigned
        self._metadata_hash = metadata_hash

    # --- signature ---------------------------------------------------------------------------------

    def birth_hash(self, ctx: Context, extrinsic: Extrinsic) -> bytes:
        """Return the hash signed for the era. Raises: InvalidTransaction(AncientBirthBlock)."""
        if extrinsic.signed is None:
            raise Bug("an unsigned extrinsic has no era")
        era = extrinsic.signed.extra.era
        if era.is_immortal:
            return self.genesis_hash
        birth = era.birth(ctx.block_number)
        found: bytes = system_storage.block_hash.get(ctx, birth)
        if found == system_storage.ZERO_HASH:
            raise InvalidTransaction(
                "AncientBirthBlock", detail=f"block {birth}, where the era begins, is not among the last 2400"
            )
        return found

    def check_signature(self, ctx: Context, extrinsic: Extrinsic) -> None:
        """Raises: InvalidTransaction(BadProof) unless the signature fits this chain, version and era."""
        birth = self.birth_hash(ctx, extrinsic)
        signing = SigningContext(self.spec_version, self.transaction_version, self.genesis_hash)
        by = extrinsic.signed
        if by is None:
            raise Bug("an unsigned extrinsic has no signature")
        # Extension 13: who signs in mode 1 has also signed the hash of the metadata that his device showed.
        shown = self._metadata_hash() if by.extra.mode == ENABLED else None
        payload = signature_payload(extrinsic.call_data, by.extra, signing.additional(birth, shown))
        if not verify(by.signature, signer_of(extrinsic), payload):
            raise InvalidTransaction(
                "BadProof", detail="the signature does not fit signer, call, nonce, era, metadata and chain"
            )

    # --- state -------------------------------------------------------------------------------------

    def check(self, ctx: Context, extrinsic: Extrinsic, *, pool: bool) -> Checked:
        """Run the extensions except signature, nonce and payment. Raises: InvalidTransaction,
        UnknownTransaction.
        """
        signer = signer_of(extrinsic)
        if signer == ZERO_ACCOUNT:
            raise InvalidTransaction("BadSigner", detail="the zero account cannot sign")
        definition, args = ctx.chain.find_call(extrinsic.call)
        if extrinsic.signed is not None:
            check_era(definition, extrinsic.signed.extra.era)
        info = dispatch_info(ctx, extrinsic.call)
        check_fits(ctx, info, len(extrinsic.raw), whole_block=pool)
        if definition.pallet == "Sudo" and signer != sudo_key.get(ctx):
            raise InvalidTransaction("BadSigner", detail="only the sudo key may sign calls of Sudo")
        check_envelope(definition, args)
        try:
            check_guards(ctx, signed(signer), definition, args)
        except ModuleError as error:
            raise InvalidTransaction("Custom", self._custom_code(error), str(error)) from error
        return Checked(signer, definition, args, info, fee_payer(ctx, signer, extrinsic.call))

    def check_nonce(self, ctx: Context, checked: Checked, nonce: int, *, allow_future: bool) -> None:
        """Raises: InvalidTransaction(Stale, Future or Payment)."""
        record = system.info(ctx, checked.signer)
        if record.providers == 0 and record.sufficients == 0 and checked.info.pays:
            raise InvalidTransaction("Payment", detail="the account does not exist; deposit to it first")
        if nonce < record.nonce:
            raise InvalidTransaction("Stale", detail=f"nonce {nonce} is used, the next one is {record.nonce}")
        if nonce > record.nonce and not allow_future:
            raise InvalidTransaction("Future", detail=f"nonce {nonce} is ahead of {record.nonce}")

    def charge(self, ctx: Context, checked: Checked, length: int, tip: int) -> fees.Withdrawn:
        """Take the fee. Raises: InvalidTransaction(Payment)."""
        return fees.withdraw(
            ctx,
            checked.payer,
            checked.definition,
            checked.args,
            checked.info,
            length,
            tip,
            self._alternative_payer,
        )

    def check_unsigned(self, ctx: Context, extrinsic: Extrinsic, *, pool: bool) -> UnsignedValidity:
        """Run the check of an unsigned call. Raises: InvalidTransaction; UnknownTransaction for calls without one."""
        definition, args = ctx.chain.find_call(extrinsic.call)
        check = self._unsigned.get((definition.pallet, definition.name))
        if check is None:
            raise UnknownTransaction(
                "NoUnsignedValidator", f"{definition.pallet}.{definition.name} must be signed; sign it"
            )
        check_fits(ctx, dispatch_info(ctx, extrinsic.call), len(extrinsic.raw), whole_block=pool)
        return check(ctx, *args)

    def _valid_unsigned(self, valid: UnsignedValidity) -> ValidTransaction:
        return ValidTransaction(valid.priority, (), (valid.tag,), valid.longevity, valid.propagate)

    def validate(self, ctx: Context, extrinsic: Extrinsic, *, signature_known: bool) -> ValidTransaction:
        """Return what the pool needs to know about an extrinsic; changes nothing.

        Raises: InvalidTransaction, UnknownTransaction.
        """
        if extrinsic.signed is None:
            return self._valid_unsigned(self.check_unsigned(ctx, extrinsic, pool=True))
        if not signature_known:
            self.check_signature(ctx, extrinsic)
        extra = extrinsic.signed.extra
        with ctx.scratch():
            checked = self.check(ctx, extrinsic, pool=True)
            self.check_nonce(ctx, checked, extra.nonce, allow_future=True)
            self.charge(ctx, checked, len(extrinsic.raw), extra.tip)
        return self._valid(ctx, extra, checked)

    def _valid(self, ctx: Context, extra: Extra, checked: Checked) -> ValidTransaction:
        account_nonce = system.info(ctx, checked.signer).nonce
        requires = (signature_tag(checked.signer, extra.nonce - 1),) if extra.nonce > account_nonce else ()
        longevity = MAX_LONGEVITY
        if not extra.era.is_immortal:
            longevity = max(extra.era.death(ctx.block_number) - ctx.block_number, 0)
        return ValidTransaction(
            _priority(checked),
            requires,
            (signature_tag(checked.signer, extra.nonce),),
            longevity,
        )


def _priority(checked: Checked) -> int:
    if checked.info.dispatch_class == "Operational":
        return OPERATIONAL_PRIORITY
    definition = checked.definition
    is_pulse = (definition.pallet, definition.name) == ("Drand", "write_pulse")
    return PULSE_PRIORITY if is_pulse else NORMAL_PRIORITY


def check_fits(ctx: Context, info: DispatchInfo, length: int, *, whole_block: bool) -> None:
    """Raises: InvalidTransaction(ExhaustsResources) unless weight and length fit (in an empty block for the
    pool).
    """
    kind = info.dispatch_class
    limits = LIMITS[kind]
    if limits.max_extrinsic is not None and info.weight.ref_time > limits.max_extrinsic.ref_time:
        raise InvalidTransaction(
            "ExhaustsResources",
            detail=f"weight {info.weight.ref_time} is above the limit {limits.max_extrinsic.ref_time} of one extrinsic",
        )
    used_length = 0 if whole_block else (system_storage.all_extrinsics_len.get(ctx) or 0)
    if used_length + length > MAX_LENGTH[kind]:
        raise InvalidTransaction(
            "ExhaustsResources", detail=f"{length} bytes do not fit, {used_length} are used"
        )
    if whole_block or limits.max_total is None:
        return
    used = Weight(*getattr(system_storage.block_weight.get(ctx), kind.lower()))
    total = used.ref_time + info.weight.ref_time + limits.base_extrinsic.ref_time
    if total > limits.max_total.ref_time:
        raise InvalidTransaction("ExhaustsResources", detail=f"the block's {kind} weight would be {total}")


def register_weight(ctx: Context, kind: str, weight: Weight, length: int) -> None:
    """Count an extrinsic's weight and length in the block."""
    record = system_storage.block_weight.get(ctx)
    field = kind.lower()
    used = Weight(*getattr(record, field)).plus(weight)
    system_storage.block_weight.set(ctx, record._replace(**{field: used}))
    system_storage.all_extrinsics_len.set(ctx, (system_storage.all_extrinsics_len.get(ctx) or 0) + length)
