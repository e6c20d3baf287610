"""Measures substrate-interface, the classic synchronous Python client. The metagraph is read from storage items."""

import json
import sys
from time import perf_counter

from substrateinterface import Keypair, SubstrateInterface

ITEMS = (
    "Active",
    "Consensus",
    "Incentive",
    "Dividends",
    "Emission",
    "ValidatorTrust",
    "ValidatorPermit",
    "LastUpdate",
)
url, count = sys.argv[1], int(sys.argv[2])
alice, bob = Keypair.create_from_uri("//Alice"), Keypair.create_from_uri("//Bob")

begun = perf_counter()
node = SubstrateInterface(url=url)
assert node.query("System", "Account", [alice.ss58_address]).value["data"]["free"] > 0
balance = perf_counter() - begun

begun = perf_counter()
hotkeys = [value.value for _, value in node.query_map("SubtensorModule", "Keys", [1], page_size=256)]
rows = [node.query("SubtensorModule", item, [1]).value for item in ITEMS]
assert len(rows[1]) == len(hotkeys)
metagraph = perf_counter() - begun

call = node.compose_call("Balances", "transfer_keep_alive", {"dest": bob.ss58_address, "value": 1_000})
begun = perf_counter()
first = node.get_account_nonce(alice.ss58_address)
for number in range(count):
    signed = node.create_signed_extrinsic(call, alice, nonce=first + number)
    node.submit_extrinsic(signed, wait_for_finalization=number == count - 1)
transfers = perf_counter() - begun
assert node.get_account_nonce(alice.ss58_address) == first + count

print(
    json.dumps({"balance": balance, "metagraph": metagraph, "neurons": len(hotkeys), "transfers": transfers})
)
