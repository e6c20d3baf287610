"""JSON-RPC over HTTP and WebSocket on one port; `server.RpcServer` serves a node seen through `interfaces`."""
