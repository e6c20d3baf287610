// Measures @polkadot/api. All transfers are under way at once, each watched to finality.
import assert from "node:assert/strict";
import { ApiPromise, Keyring, WsProvider } from "@polkadot/api";

const [url, count] = [process.argv[2], Number(process.argv[3])];
const seconds = (begun) => (performance.now() - begun) / 1000;

let begun = performance.now();
const api = await ApiPromise.create({ provider: new WsProvider(url), noInitWarn: true });
const keyring = new Keyring({ type: "sr25519" });
const [alice, bob] = [keyring.addFromUri("//Alice"), keyring.addFromUri("//Bob")];
assert.ok((await api.query.system.account(alice.address)).data.free.toBigInt() > 0n);
const balance = seconds(begun);

begun = performance.now();
const graph = (await api.call.subnetInfoRuntimeApi.getMetagraph(1)).unwrap();
const neurons = graph.hotkeys.length;
const metagraph = seconds(begun);

begun = performance.now();
const first = (await api.rpc.system.accountNextIndex(alice.address)).toNumber();
const send = (nonce) =>
  new Promise((resolve, reject) => {
    api.tx.balances
      .transferKeepAlive(bob.address, 1_000)
      .signAndSend(alice, { nonce }, ({ status, dispatchError }) => {
        if (dispatchError) reject(new Error(dispatchError.toString()));
        if (status.isFinalized) resolve();
      })
      .catch(reject);
  });
await Promise.all(Array.from({ length: count }, (_, number) => send(first + number)));
const transfers = seconds(begun);

console.log(JSON.stringify({ balance, metagraph, neurons, transfers }));
process.exit(0);
