"""The table of contents of the chain: pallets with their indices, hooks in order, runtime APIs, version.

`Runtime(params)` binds the declarations to a chain's parameters and offers what engines, nodes and the lab
need: contexts, block execution, validity, runtime API calls, metadata.
"""

from dataclasses import replace
from functools import cached_property
from typing import Any

from meritnet.codec import Case, InvalidEncoding
from meritnet.codec.common import MULTI_ADDRESS, MULTI_SIGNATURE
from meritnet.codec.extrinsic import Extrinsic, decode_extrinsic, encode_bare
from meritnet.codec.metadata import ExtrinsicMeta, encode_v14, encode_v15
from meritnet.codec.metadata_hash import ChainIdentity, metadata_hash
from meritnet.primitives import ss58
from meritnet.primitives.hashing import blake2_64
from meritnet.runtime.framework import metadata_builder
from meritnet.runtime.framework.assembly import Assembly
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.extrinsic_type import EXTENSIONS, EXTRA, UNCHECKED_EXTRINSIC
from meritnet.state.overlay import ReadState

from .contents import (
    API_MODULES,
    FILTERS,
    FINAL_HOOKS,
    GUARDS,
    HOOKS,
    INHERENTS,
    PALLETS,
    UNSIGNED,
    alternative_fee_payer,
    custom_validity_code,
)
from .executive import Executive
from .params import ChainParams
from .validity import Extensions, ValidTransaction

SPEC_NAME = "node-subtensor"
TOKEN_DECIMALS = 9
TOKEN_SYMBOL = "TAO"
API_VERSIONS = {
    "Core": 5,
    "Metadata": 2,
    "BlockBuilder": 6,
    "TaggedTransactionQueue": 3,
    "AccountNonceApi": 1,
    "TransactionPaymentApi": 4,
    "TransactionPaymentCallApi": 3,
    "AuraApi": 1,
    "OffchainWorkerApi": 2,
    "GrandpaApi": 3,
    "BabeApi": 2,
    "EthereumRuntimeRPCApi": 6,
    "ConvertTransactionRuntimeApi": 2,
    "ContractsApi": 2,
    "SubnetInfoRuntimeApi": 2,
}
"""Versions of the runtime APIs; 1 where nothing is said."""

ASSEMBLY = Assembly(PALLETS, API_MODULES)
"""The declarations, collected once a process. Holds no chain state."""
ASSEMBLY.guards.extend(GUARDS)
ASSEMBLY.filters.extend(FILTERS)


class Runtime:
    """The rules of a chain with its parameters. Holds no state of its own."""

    def __init__(self, params: ChainParams) -> None:
        self.assembly = ASSEMBLY
        apis = tuple((blake2_64(name.encode()), API_VERSIONS.get(name, 1)) for name in ASSEMBLY.apis)
        version = {
            "spec_name": SPEC_NAME,
            "impl_name": SPEC_NAME,
            "authoring_version": 1,
            "spec_version": params.spec_version,
            "impl_version": 1,
            "apis": apis,
            "transaction_version": params.transaction_version,
            "system_version": 1,
        }
        self.params = replace(params, runtime_version=version)
        self.extensions = Extensions(
            params.spec_version,
            params.transaction_version,
            custom_validity_code,
            alternative_fee_payer,
            UNSIGNED,
            lambda: self.metadata_hash,
        )
        self.executive = Executive(self.extensions, HOOKS, INHERENTS, FINAL_HOOKS)

    def context(self, base: ReadState) -> Context:
        """Return a context over a state, for execution or reads."""
        return Context(base, self.params, self.assembly)

    def read_context(
        self, base: ReadState, number: int, parent_hash: bytes = bytes(32), state_hash: bytes = bytes(32)
    ) -> Context:
        """Return a context that sees block `number`, for runtime APIs and validity checks.

        `state_hash` is the hash of the block after which the state stands.
        """
        ctx = self.context(base)
        ctx.block_number = number
        ctx.parent_hash = parent_hash
        ctx.state_hash = state_hash
        return ctx

    # --- extrinsics -----------------------------------------------------------------------------------

    def decode(self, raw: bytes) -> Extrinsic:
        """Return the decoded extrinsic. Raises: InvalidEncoding."""
        return decode_extrinsic(raw, self.assembly.call_type)

    def timestamp_inherent(self, moment_ms: int) -> bytes:
        """Return the inherent that sets a block's moment."""
        call = self.assembly.call("Timestamp", "set", moment_ms)
        return encode_bare(self.assembly.call_type.encode(call))

    def shield_key_inherent(self, public_key: bytes | None) -> bytes:
        """Return the inherent that announces the author's next key for shielded transactions."""
        call = self.assembly.call("MevShield", "announce_next_key", public_key)
        return encode_bare(self.assembly.call_type.encode(call))

    def bare(self, pallet: str, name: str, *args: Any) -> bytes:
        """Return an extrinsic that nobody signs."""
        return encode_bare(self.assembly.call_type.encode(self.assembly.call(pallet, name, *args)))

    def validate(
        self, ctx: Context, extrinsic: Extrinsic, *, signature_known: bool = False
    ) -> ValidTransaction:
        """Return what the pool needs. Raises: InvalidTransaction, UnknownTransaction."""
        return self.extensions.validate(ctx, extrinsic, signature_known=signature_known)

    # --- runtime APIs ---------------------------------------------------------------------------------

    def has_api(self, name: str) -> bool:
        """Whether the method `Api_method` is served."""
        api, _, method = name.partition("_")
        return api in self.assembly.apis and method in self.assembly.apis[api]

    def call_api(self, ctx: Context, name: str, data: bytes) -> bytes:
        """Run a runtime API on SCALE arguments and return the SCALE result; the state stays as it was.

        Raises: KeyError for an unknown method, InvalidEncoding for arguments that do not decode.
        """
        api, _, method = name.partition("_")
        definition = self.assembly.apis[api][method]
        args, position = [], 0
        for _, type_ in definition.inputs:
            value, position = type_.read(data, position)
            args.append(value)
        if position != len(data):
            raise InvalidEncoding(f"{name} takes {position} bytes of arguments, {len(data)} given")
        ctx.runtime = self
        with ctx.scratch():
            return definition.output.encode(definition.function(ctx, *args))

    # --- metadata -------------------------------------------------------------------------------------

    @cached_property
    def _metadata(self) -> Any:  # Any: the metadata IR, kept private
        meta = ExtrinsicMeta(
            address=MULTI_ADDRESS,
            call=self.assembly.call_type,
            signature=MULTI_SIGNATURE,
            extra=EXTRA,
            extensions=EXTENSIONS,
            unchecked=UNCHECKED_EXTRINSIC,
        )
        return metadata_builder.build(self.assembly, self.params, meta)

    @cached_property
    def metadata_v14(self) -> bytes:
        """Metadata version 14, magic included, without length prefix."""
        return encode_v14(self._metadata)

    @cached_property
    def metadata_v15(self) -> bytes:
        """Metadata version 15, magic included, without length prefix."""
        return encode_v15(self._metadata)

    @cached_property
    def metadata_hash(self) -> bytes:
        """What signers in mode 1 of CheckMetadataHash have signed besides the transaction."""
        identity = ChainIdentity(
            self.params.spec_version, SPEC_NAME, ss58.PREFIX, TOKEN_DECIMALS, TOKEN_SYMBOL
        )
        return metadata_hash(self.metadata_v15, identity)

    def call_bytes(self, call: Case) -> bytes:
        """Return the encoded call."""
        return self.assembly.call_type.encode(call)
