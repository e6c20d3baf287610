"""A long life: `python -m tests.properties.long_run --blocks 10000 --seed 1`.

Draws from all declared calls, checks every invariant after every block, replays the blocks on a fresh chain now and
then, and prints what was done. Exit code 0 means: nothing broke, the roots agree, no call went without success.
"""

import argparse
import pickle
import resource
import sys
import time
from pathlib import Path

from .game import NAMES, Game
from .world import Broken

SHOWN = ("NetworkAdded", "NetworkRemoved", "NeuronRegistered", "HotkeySwapped", "HotkeySwappedOnSubnet",
         "ColdkeySwapped", "SubnetLeaseCreated", "SubnetLeaseTerminated", "WeightsSet", "WeightsRevealed",
         "TimelockedWeightsRevealed", "EncryptedSubmitted", "OrderExecuted", "ProxyExecuted",
         "MultisigExecuted", "Dispatched", "CommitmentRevealed", "NewPulse", "NewLocalPulse", "StakeAdded",
         "StakeRemoved", "RootClaimed")  # fmt: skip
"""Events whose number says how lively it was."""


def memory_mib() -> float:
    """Return the largest resident size so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def play(game: Game, blocks: int, every: int, kept: Path | None) -> list[str]:
    """Make the blocks; return what broke, and keep the blocks up to the first breach in a file."""
    broken: list[str] = []
    started = time.monotonic()
    for number in range(1, blocks + 1):
        try:
            game.block()
        except Broken as error:
            broken.append(str(error))
            print(f"BROKEN {str(error)[:3_000]}", flush=True)
            if kept is not None and len(broken) <= 5:
                record = [(block.height, block.author, block.extrinsics) for block, _ in game.world.record]
                kept.with_suffix(f".{number}").write_bytes(pickle.dumps(record))
        if number % every == 0:
            print(
                f"{number} blocks, {game.world.report.extrinsics} extrinsics, {len(broken)} broken, "
                f"{time.monotonic() - started:.0f} s, {memory_mib():.0f} MiB",
                flush=True,
            )
    return broken


def print_calls(game: Game) -> list[str]:
    """Print every call with its outcomes; return those that never succeeded though they can."""
    for name in NAMES:
        good, bad = game.tally.succeeded[name], game.tally.failed[name]
        print(f"  {name:<58} {good:>6} ok {bad:>6} failed  {game.tally.usual_error(name)}")
    never = game.never_succeeded()
    if never:
        print("calls that never succeeded, and what they usually failed with:")
    for name in never:
        print(f"  {name:<58} {game.tally.failed[name]:>6} failed  {game.tally.usual_error(name)}")
    return never


def main() -> int:
    """Play, replay and report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--blocks", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rules", action="store_true", help="with the rules of preset meritnet")
    parser.add_argument("--every", type=int, default=250, help="blocks between two lines of progress")
    parser.add_argument("--keep", type=Path, help="where blocks up to a breach are kept")
    options = parser.parse_args()
    started = time.monotonic()
    game = Game(options.seed, rules=options.rules)
    broken = play(game, options.blocks, options.every, options.keep)
    played = time.monotonic() - started
    roots = game.world.replay()
    never = print_calls(game)
    report, tally = game.world.report, game.tally
    counts = {name.split(".")[1]: n for name, n in report.events.items() if name.split(".")[1] in SHOWN}
    print("events:", ", ".join(f"{name} {n}" for name, n in sorted(counts.items())))
    refused = ", ".join(f"{why} {n}" for why, n in report.refused.most_common(5))
    print(f"transactions refused: {refused or 'none'}")
    print(f"calls that never succeeded: {', '.join(never) or 'none'}")
    print(
        f"seed {options.seed}: {report.blocks} blocks, {report.extrinsics} extrinsics, "
        f"{tally.succeeded.total()} calls succeeded, {tally.failed.total()} failed, "
        f"{report.refused.total()} transactions refused, at most {report.most_subnets} networks, "
        f"{roots} roots compared, {game.world.epochs.run} epochs and {game.swaps_checked} swaps of keys compared, "
        f"{len(broken)} blocks broke an invariant, {played:.0f} s to play, "
        f"{time.monotonic() - started - played:.0f} s to replay, {memory_mib():.0f} MiB at most"
    )
    return 1 if broken or never else 0


if __name__ == "__main__":
    sys.exit(main())
