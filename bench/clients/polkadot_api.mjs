// Measures polkadot-api, second generation. 16 transfers are under way at once, each watched to finality.
import assert from "node:assert/strict";
import { sr25519CreateDerive } from "@polkadot-labs/hdkd";
import { DEV_PHRASE, entropyToMiniSecret, mnemonicToEntropy, ss58Address } from "@polkadot-labs/hdkd-helpers";
import { createClient } from "polkadot-api";
import { getPolkadotSigner } from "polkadot-api/signer";
import { getWsProvider } from "polkadot-api/ws";
import WebSocket from "ws";

const [url, count] = [process.argv[2], Number(process.argv[3])];
const seconds = (begun) => (performance.now() - begun) / 1000;
const derive = sr25519CreateDerive(entropyToMiniSecret(mnemonicToEntropy(DEV_PHRASE)));
const [alice, bob] = [derive("//Alice"), derive("//Bob")];
const [from, to] = [ss58Address(alice.publicKey, 42), ss58Address(bob.publicKey, 42)];
const signer = getPolkadotSigner(alice.publicKey, "Sr25519", alice.sign);

let begun = performance.now();
const client = createClient(getWsProvider(url, { websocketClass: WebSocket }));
const api = client.getUnsafeApi();
assert.ok((await api.query.System.Account.getValue(from)).data.free > 0n);
const balance = seconds(begun);

begun = performance.now();
const graph = await api.apis.SubnetInfoRuntimeApi.get_metagraph(1);
const neurons = graph.hotkeys.length;
const metagraph = seconds(begun);

begun = performance.now();
const first = await api.apis.AccountNonceApi.account_nonce(from);
const transfer = api.tx.Balances.transfer_keep_alive({ dest: { type: "Id", value: to }, value: 1_000n });
let next = 0;
// A connection may keep 16 transactions in the air on nodes of the reference; this client gives up on others silently.
const sender = async () => {
  while (next < count) assert.ok((await transfer.signAndSubmit(signer, { nonce: first + next++ })).ok);
};
await Promise.all(Array.from({ length: 16 }, sender));
const transfers = seconds(begun);

console.log(JSON.stringify({ balance, metagraph, neurons, transfers }));
process.exit(0);
