// Connects to a node, reads it in every way that polkadot-api offers, and sends a transfer that is watched to finality.
// Usage: node check.mjs <1|2> <ws url>. Prints one JSON object; a failed check ends with exit code 1.

import assert from "node:assert/strict";
import { sr25519CreateDerive } from "@polkadot-labs/hdkd";
import WebSocket from "ws";
import { merkleizeMetadata } from "@polkadot-api/merkleize-metadata";
import { DEV_PHRASE, entropyToMiniSecret, mnemonicToEntropy, ss58Address } from "@polkadot-labs/hdkd-helpers";

const [generation, url] = process.argv.slice(2);
const api = await import(`polkadot-api-${generation}`);
const { getPolkadotSigner } = await import(`polkadot-api-${generation}/signer`);
const { getWsProvider } = await import(generation === "1" ? "polkadot-api-1/ws-provider/node" : "polkadot-api-2/ws");
const options = generation === "1" ? undefined : { websocketClass: WebSocket };

const derive = sr25519CreateDerive(entropyToMiniSecret(mnemonicToEntropy(DEV_PHRASE)));
const account = (path) => {
  const pair = derive(path);
  return { address: ss58Address(pair.publicKey, 42), signer: getPolkadotSigner(pair.publicKey, "Sr25519", pair.sign) };
};
const alice = account("//Alice");
const bob = account("//Bob");
const AMOUNT = 1_234_567_890n;

const client = api.createClient(getWsProvider(url, options));
const report = { generation };
const typed = client.getUnsafeApi();

// The chain and its head.
const spec = await client.getChainSpecData();
assert.equal(spec.name, "Bittensor");
assert.deepEqual(spec.properties, { ss58Format: 42, tokenDecimals: 9, tokenSymbol: "TAO" });
report.genesis = spec.genesisHash;
const first = await client.getFinalizedBlock();
const header = await client.getBlockHeader(first.hash);
assert.equal(header.number, first.number);
const seen = await new Promise((resolve, reject) => {
  const numbers = [];
  const subscription = client.finalizedBlock$.subscribe({
    next: (block) => {
      numbers.push(block.number);
      if (numbers.length === 4) {
        subscription.unsubscribe();
        resolve(numbers);
      }
    },
    error: reject,
  });
});
assert.deepEqual(seen, [0, 1, 2, 3].map((n) => seen[0] + n));
report.finalized = seen;
const latest = await client.getFinalizedBlock();
const body = await client.getBlockBody(latest.hash);
assert.ok(body.length >= 1);

// Metadata: constants, storage of one key and of many, runtime APIs.
report.existentialDeposit = String(await typed.constants.Balances.ExistentialDeposit());
const before = await typed.query.System.Account.getValue(bob.address);
const issuance = await typed.query.Balances.TotalIssuance.getValue();
assert.ok(issuance > before.data.free);
const several = await typed.query.System.Account.getValues([[alice.address], [bob.address]]);
assert.equal(several.length, 2);
const accounts = await typed.query.System.Account.getEntries();
assert.ok(accounts.length >= 8);
assert.ok(accounts.some(({ keyArgs }) => keyArgs[0] === alice.address));
report.accounts = accounts.length;
const networks = await typed.query.SubtensorModule.NetworksAdded.getEntries();
report.networks = networks.map(({ keyArgs }) => keyArgs[0]).sort((a, b) => a - b);
const nonce = await typed.apis.AccountNonceApi.account_nonce(alice.address);
const neurons = await typed.apis.NeuronInfoRuntimeApi.get_neurons_lite(report.networks.at(-1));
assert.ok(Array.isArray(neurons));
const price = await typed.apis.SwapRuntimeApi.current_alpha_price(report.networks.at(-1));
assert.ok(price > 0n);
assert.equal((await typed.apis.Core.version()).spec_name, "node-subtensor");

// A watched value hears of the transfer.
const watched = new Promise((resolve, reject) => {
  const values = generation === "1"
    ? typed.query.System.Account.watchValue(bob.address, "best")
    : typed.query.System.Account.watchValue(bob.address, { at: "best" });
  const subscription = values.subscribe({
    next: (update) => {
      const value = update.data === undefined ? update.value : update.data.free === undefined ? update.value : update;
      if (value.data.free > before.data.free) {
        subscription.unsubscribe();
        resolve(value.data.free);
      }
    },
    error: reject,
  });
});

// A transfer, signed, estimated and watched.
const transfer = typed.tx.Balances.transfer_keep_alive({
  dest: { type: "Id", value: bob.address },
  value: AMOUNT,
});
const fees = await transfer.getEstimatedFees(alice.address);
assert.ok(fees > 0n);
report.fees = String(fees);
const steps = [];
const outcome = await new Promise((resolve, reject) => {
  transfer.signSubmitAndWatch(alice.signer).subscribe({
    next: (event) => {
      steps.push(event.type === "txBestBlocksState" ? `${event.type}:${event.found}` : event.type);
      if (event.type === "finalized") resolve(event);
    },
    error: reject,
  });
});
report.steps = steps;
assert.equal(steps[0], "signed");
assert.ok(steps.includes("broadcasted") && steps.includes("txBestBlocksState:true"));
assert.equal(outcome.ok, true);
const transfers = outcome.events.filter((event) => {
  const pallet = event.type ?? event.event.type;
  const inner = event.value ?? event.event.value;
  return pallet === "Balances" && inner.type === "Transfer";
});
assert.equal(transfers.length, 1);
assert.equal(await watched, before.data.free + AMOUNT);
const after = await typed.query.System.Account.getValue(bob.address);
assert.equal(after.data.free, before.data.free + AMOUNT);
assert.equal(await typed.apis.AccountNonceApi.account_nonce(alice.address), nonce + 1);

// A transfer of more than there is fails on chain, or is refused before it gets there.
const tooMuch = typed.tx.Balances.transfer_allow_death({ dest: { type: "Id", value: bob.address }, value: 2n ** 60n });
const failed = await tooMuch.signAndSubmit(alice.signer);
assert.equal(failed.ok, false);
report.failure = failed.dispatchError.type;

// A nonce that is used up is refused.
const late = typed.tx.Balances.transfer_keep_alive({ dest: { type: "Id", value: bob.address }, value: 1n });
const stale = await late.sign(alice.signer, { nonce: 1 });
await assert.rejects(client.submit(stale), /Stale|Invalid/);

// A signer that shows what it signs, such as a hardware wallet, signs the hash of the metadata too.
const raw = await client.getMetadata((await client.getFinalizedBlock()).hash);
const version = await typed.apis.Core.version();
const shown = { decimals: 9, tokenSymbol: "TAO", base58Prefix: 42 };
const digest = merkleizeMetadata(raw, { ...shown, specName: version.spec_name, specVersion: version.spec_version }).digest();
const hashed = (bytes) => ({ CheckMetadataHash: { value: Uint8Array.from([1]), additionalSigned: Uint8Array.from([1, ...bytes]) } });
const proven = await late.signAndSubmit(alice.signer, { customSignedExtensions: hashed(digest) });
assert.equal(proven.ok, true);
report.metadataHash = Buffer.from(digest).toString("hex");
await assert.rejects(late.signAndSubmit(alice.signer, { customSignedExtensions: hashed(new Uint8Array(32)) }), /BadProof/);

client.destroy();
console.log(JSON.stringify(report));
process.exit(0);
