"""What the runtime is made of: pallets with indices and source modules, hooks in order, guards, runtime APIs.

A source folder is an idea, an on-chain pallet is a wire name: several folders make `SubtensorModule`.
"""

from types import ModuleType
from typing import Any

from meritnet.runtime.framework.assembly import Guard
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import CallDef
from meritnet.runtime.framework.errors import ModuleError
from meritnet.runtime.framework.origin import CallFilter
from meritnet.runtime.framework.unsigned import UnsignedCheck

from .apis import accounts as account_apis
from .apis import core as core_apis
from .apis import delegates as delegate_apis
from .apis import hyperparameters as hyperparameter_apis
from .apis import metagraph as metagraph_apis
from .apis import neurons as neuron_apis
from .apis import payment as payment_apis
from .apis import proxy_filters as proxy_filter_apis
from .apis import shield as shield_apis
from .apis import stakes as stake_apis
from .apis import subnets as subnet_apis
from .apis import swaps as swap_apis
from .apis import transactions as transaction_apis
from .pallets.admin_utils import calls as admin_utils_calls
from .pallets.admin_utils import errors as admin_utils_errors
from .pallets.admin_utils import events as admin_utils_events
from .pallets.alpha_assets import storage as alpha_assets_storage
from .pallets.aura import storage as aura_storage
from .pallets.balances import calls as balances_calls
from .pallets.balances import errors as balances_errors
from .pallets.balances import events as balances_events
from .pallets.balances import storage as balances_storage
from .pallets.collateral import calls as collateral_calls
from .pallets.collateral import errors as collateral_errors
from .pallets.collateral import events as collateral_events
from .pallets.collateral import storage as collateral_storage
from .pallets.commitments import calls as commitments_calls
from .pallets.commitments import constants as commitments_constants
from .pallets.commitments import errors as commitments_errors
from .pallets.commitments import events as commitments_events
from .pallets.commitments import revealing as commitments_revealing
from .pallets.commitments import storage as commitments_storage
from .pallets.consensus_yuma import storage as consensus_yuma_storage
from .pallets.crowdloan import calls as crowdloan_calls
from .pallets.crowdloan import constants as crowdloan_constants
from .pallets.crowdloan import errors as crowdloan_errors
from .pallets.crowdloan import events as crowdloan_events
from .pallets.crowdloan import storage as crowdloan_storage
from .pallets.drand import calls as drand_calls
from .pallets.drand import constants as drand_constants
from .pallets.drand import errors as drand_errors
from .pallets.drand import events as drand_events
from .pallets.drand import storage as drand_storage
from .pallets.drand.unsigned import UNSIGNED_CHECKS as DRAND_UNSIGNED
from .pallets.emission import events as emission_events
from .pallets.emission import hooks as emission_hooks
from .pallets.emission import storage as emission_storage
from .pallets.evm_chain_id import calls as evm_chain_id_calls
from .pallets.evm_chain_id import storage as evm_chain_id_storage
from .pallets.evm_keys import calls as evm_keys_calls
from .pallets.evm_keys import events as evm_keys_events
from .pallets.evm_keys import storage as evm_keys_storage
from .pallets.hyperparameters import calls as hyperparameters_calls
from .pallets.hyperparameters import events as hyperparameters_events
from .pallets.hyperparameters import parked as hyperparameters_parked
from .pallets.hyperparameters import storage as hyperparameters_storage
from .pallets.key_swaps import calls as key_swaps_calls
from .pallets.key_swaps import events as key_swaps_events
from .pallets.key_swaps import storage as key_swaps_storage
from .pallets.leases import calls as leases_calls
from .pallets.leases import errors as leases_errors
from .pallets.leases import events as leases_events
from .pallets.leases import storage as leases_storage
from .pallets.limit_orders import calls as limit_orders_calls
from .pallets.limit_orders import constants as limit_orders_constants
from .pallets.limit_orders import errors as limit_orders_errors
from .pallets.limit_orders import events as limit_orders_events
from .pallets.limit_orders import storage as limit_orders_storage
from .pallets.locks import calls as locks_calls
from .pallets.locks import events as locks_events
from .pallets.locks import storage as locks_storage
from .pallets.mev_shield import calls as mev_shield_calls
from .pallets.mev_shield import errors as mev_shield_errors
from .pallets.mev_shield import events as mev_shield_events
from .pallets.mev_shield import hooks as mev_shield_hooks
from .pallets.mev_shield import storage as mev_shield_storage
from .pallets.multisig import calls as multisig_calls
from .pallets.multisig import errors as multisig_errors
from .pallets.multisig import events as multisig_events
from .pallets.multisig import storage as multisig_storage
from .pallets.preimage import calls as preimage_calls
from .pallets.preimage import errors as preimage_errors
from .pallets.preimage import events as preimage_events
from .pallets.preimage import storage as preimage_storage
from .pallets.proxy import calls as proxy_calls
from .pallets.proxy import errors as proxy_errors
from .pallets.proxy import events as proxy_events
from .pallets.proxy import hooks as proxy_hooks
from .pallets.proxy import storage as proxy_storage
from .pallets.registration import calls as registration_calls
from .pallets.registration import calls_serving as registration_calls_serving
from .pallets.registration import events as registration_events
from .pallets.registration import storage as registration_storage
from .pallets.root_claims import calls as root_claims_calls
from .pallets.root_claims import events as root_claims_events
from .pallets.root_claims import storage as root_claims_storage
from .pallets.safe_mode import calls as safe_mode_calls
from .pallets.safe_mode import errors as safe_mode_errors
from .pallets.safe_mode import events as safe_mode_events
from .pallets.safe_mode import hooks as safe_mode_hooks
from .pallets.safe_mode import storage as safe_mode_storage
from .pallets.safe_mode.filters import passes_safe_mode
from .pallets.scheduler import calls as scheduler_calls
from .pallets.scheduler import errors as scheduler_errors
from .pallets.scheduler import events as scheduler_events
from .pallets.scheduler import serving as scheduler_serving
from .pallets.scheduler import storage as scheduler_storage
from .pallets.staking import calls_delegation as staking_calls_delegation
from .pallets.staking import calls_stake as staking_calls_stake
from .pallets.staking import events as staking_events
from .pallets.staking import storage as staking_storage
from .pallets.staking.fees_in_alpha import pay_fee_in_alpha
from .pallets.subnets import calls as subnets_calls
from .pallets.subnets import events as subnets_events
from .pallets.subnets import storage as subnets_storage
from .pallets.subtensor import constants as subtensor_constants
from .pallets.subtensor import errors as subtensor_errors
from .pallets.subtensor import guards
from .pallets.subtensor.validity_codes import code_of
from .pallets.sudo import calls as sudo_calls
from .pallets.sudo import declarations as sudo_declarations
from .pallets.swap import calls as swap_calls
from .pallets.swap import constants as swap_constants
from .pallets.swap import errors as swap_errors
from .pallets.swap import events as swap_events
from .pallets.swap import storage as swap_storage
from .pallets.system import calls as system_calls
from .pallets.system import constants as system_constants
from .pallets.system import errors as system_errors
from .pallets.system import events as system_events
from .pallets.system import storage as system_storage
from .pallets.timestamp import calls as timestamp_calls
from .pallets.timestamp import storage as timestamp_storage
from .pallets.transaction_payment import storage as transaction_payment_storage
from .pallets.transaction_payment.fees import Receipt
from .pallets.utility import calls as utility_calls
from .pallets.utility import calls_origins as utility_calls_origins
from .pallets.utility import declarations as utility_declarations
from .pallets.utility.filters import no_nested_batches
from .pallets.voting_power import calls as voting_power_calls
from .pallets.voting_power import events as voting_power_events
from .pallets.voting_power import storage as voting_power_storage
from .pallets.weights import calls as weights_calls
from .pallets.weights import calls_timelocked as weights_calls_timelocked
from .pallets.weights import events as weights_events
from .pallets.weights import storage as weights_storage

PALLETS: tuple[tuple[int, str, str, tuple[ModuleType, ...]], ...] = (
    (
        0,
        "System",
        "frame_system::pallet",
        (system_storage, system_calls, system_events, system_errors, system_constants),
    ),
    (2, "Timestamp", "pallet_timestamp::pallet", (timestamp_storage, timestamp_calls)),
    (3, "Aura", "pallet_aura::pallet", (aura_storage,)),
    (
        5,
        "Balances",
        "pallet_balances::pallet",
        (balances_storage, balances_calls, balances_events, balances_errors),
    ),
    (6, "TransactionPayment", "pallet_transaction_payment::pallet", (transaction_payment_storage,)),
    (
        7,
        "SubtensorModule",
        "pallet_subtensor::pallet",
        (
            collateral_calls,
            collateral_errors,
            collateral_events,
            collateral_storage,
            consensus_yuma_storage,
            emission_events,
            emission_storage,
            evm_keys_calls,
            evm_keys_events,
            evm_keys_storage,
            hyperparameters_calls,
            hyperparameters_events,
            hyperparameters_parked,
            hyperparameters_storage,
            key_swaps_calls,
            key_swaps_events,
            key_swaps_storage,
            leases_calls,
            leases_errors,
            leases_events,
            leases_storage,
            locks_calls,
            locks_events,
            locks_storage,
            registration_calls,
            registration_calls_serving,
            registration_events,
            registration_storage,
            root_claims_calls,
            root_claims_events,
            root_claims_storage,
            staking_calls_delegation,
            staking_calls_stake,
            staking_events,
            staking_storage,
            subnets_calls,
            subnets_events,
            subnets_storage,
            subtensor_constants,
            subtensor_errors,
            voting_power_calls,
            voting_power_events,
            voting_power_storage,
            weights_calls,
            weights_calls_timelocked,
            weights_events,
            weights_storage,
        ),
    ),
    (
        11,
        "Utility",
        "pallet_subtensor_utility::pallet",
        (utility_declarations, utility_calls, utility_calls_origins),
    ),
    (12, "Sudo", "pallet_sudo::pallet", (sudo_declarations, sudo_calls)),
    (
        13,
        "Multisig",
        "pallet_multisig::pallet",
        (multisig_calls, multisig_errors, multisig_events, multisig_storage),
    ),
    (
        14,
        "Preimage",
        "pallet_preimage::pallet",
        (preimage_calls, preimage_errors, preimage_events, preimage_storage),
    ),
    (
        15,
        "Scheduler",
        "pallet_scheduler::pallet",
        (scheduler_calls, scheduler_errors, scheduler_events, scheduler_storage),
    ),
    (16, "Proxy", "pallet_subtensor_proxy::pallet", (proxy_calls, proxy_errors, proxy_events, proxy_storage)),
    (
        18,
        "Commitments",
        "pallet_commitments::pallet",
        (
            commitments_calls,
            commitments_constants,
            commitments_errors,
            commitments_events,
            commitments_storage,
        ),
    ),
    (
        19,
        "AdminUtils",
        "pallet_admin_utils::pallet",
        (admin_utils_calls, admin_utils_errors, admin_utils_events, evm_chain_id_calls),
    ),
    (
        20,
        "SafeMode",
        "pallet_safe_mode::pallet",
        (safe_mode_calls, safe_mode_errors, safe_mode_events, safe_mode_storage),
    ),
    (23, "EVMChainId", "pallet_evm_chain_id::pallet", (evm_chain_id_storage,)),
    (
        27,
        "Crowdloan",
        "pallet_crowdloan::pallet",
        (crowdloan_calls, crowdloan_constants, crowdloan_errors, crowdloan_events, crowdloan_storage),
    ),
    (
        26,
        "Drand",
        "pallet_drand::pallet",
        (drand_calls, drand_constants, drand_errors, drand_events, drand_storage),
    ),
    (
        28,
        "Swap",
        "pallet_subtensor_swap::pallet",
        (swap_calls, swap_constants, swap_errors, swap_events, swap_storage),
    ),
    (
        30,
        "MevShield",
        "pallet_shield::pallet",
        (mev_shield_calls, mev_shield_errors, mev_shield_events, mev_shield_storage),
    ),
    (31, "AlphaAssets", "pallet_alpha_assets::pallet", (alpha_assets_storage,)),
    (
        32,
        "LimitOrders",
        "pallet_limit_orders::pallet",
        (
            limit_orders_calls,
            limit_orders_constants,
            limit_orders_errors,
            limit_orders_events,
            limit_orders_storage,
        ),
    ),
)
"""(index, on-chain name, Rust path of its enums, source modules)."""

HOOKS: tuple[Any, ...] = (
    emission_hooks.on_initialize,
    scheduler_serving.on_initialize,
    commitments_revealing.on_initialize,
    safe_mode_hooks.on_initialize,
    mev_shield_hooks.on_initialize,
)
"""`hook(ctx)` at block start, in pallet index order."""

FINAL_HOOKS: tuple[Any, ...] = (proxy_hooks.on_finalize,)
"""`hook(ctx)` at block end, in pallet index order."""

GUARDS: tuple[Guard, ...] = guards.GUARDS
"""Checks before every signed dispatch and at pool admission, in order."""

FILTERS: tuple[CallFilter, ...] = (passes_safe_mode, no_nested_batches)
"""Checks of what may be called at all, before every dispatch but root's."""

INHERENTS = frozenset({("Timestamp", "set"), ("MevShield", "announce_next_key")})
"""Calls that stand unsigned at the head of a block."""

UNSIGNED: dict[tuple[str, str], UnsignedCheck] = {**DRAND_UNSIGNED}
"""Calls that anybody may send unsigned, with what makes them valid."""

API_MODULES: tuple[ModuleType, ...] = (
    core_apis,
    transaction_apis,
    account_apis,
    payment_apis,
    delegate_apis,
    neuron_apis,
    subnet_apis,
    hyperparameter_apis,
    metagraph_apis,
    stake_apis,
    swap_apis,
    shield_apis,
    proxy_filter_apis,
)


def custom_validity_code(error: ModuleError) -> int:
    """Return the `Custom error: N` of a guard's error; 255 where none is assigned."""
    return code_of(error)


def alternative_fee_payer(
    ctx: Context, who: bytes, call: CallDef, args: tuple[Any, ...], fee: int
) -> Receipt | None:
    """Pay a fee in another way than the signer's TAO: in alpha, from stake that the call is about to remove."""
    return pay_fee_in_alpha(ctx, who, call, args, fee)
