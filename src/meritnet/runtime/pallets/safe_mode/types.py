"""Types of the SafeMode pallet."""

from meritnet.codec import Enum, Variant

EXIT_REASON = Enum("pallet_safe_mode::pallet::ExitReason", [Variant(0, "Timeout"), Variant(1, "Force")])
