"""One small program for each client: `SCRIPT URL COUNT` measures it and prints one JSON object.

Each runs in an environment of its own, with nothing of ours to import. It prints seconds: `balance` from the first
connection to the first balance, metadata included, `metagraph` of subnet 1 with the number of `neurons` read,
`transfers` for COUNT transfers by one sender, sent without waiting for each other, until all are final.
"""
