"""Measures the synchronous library of the public SDK, 10 series."""

import json
import sys
from time import perf_counter

from bittensor import Subtensor
from bittensor_wallet import Keypair

url, count = sys.argv[1], int(sys.argv[2])
alice, bob = Keypair.create_from_uri("//Alice"), Keypair.create_from_uri("//Bob")

begun = perf_counter()
chain = Subtensor(network=url)
assert chain.get_balance(alice.ss58_address).rao > 0
balance = perf_counter() - begun

begun = perf_counter()
neurons = int(chain.metagraph(1).n)
metagraph = perf_counter() - begun

node = chain.substrate
call = chain.compose_call("Balances", "transfer_keep_alive", {"dest": bob.ss58_address, "value": 1_000})
begun = perf_counter()
first = node.get_account_nonce(alice.ss58_address)
for number in range(count):
    signed = node.create_signed_extrinsic(call, alice, nonce=first + number)
    node.submit_extrinsic(signed, wait_for_finalization=number == count - 1)
transfers = perf_counter() - begun
assert node.get_account_nonce(alice.ss58_address) == first + count

print(json.dumps({"balance": balance, "metagraph": metagraph, "neurons": neurons, "transfers": transfers}))
