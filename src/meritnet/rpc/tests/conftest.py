"""A served fake node and a connected client."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from meritnet.rpc.server import RpcConfig, RpcServer
from meritnet.rpc.tests.fake_node import FakeNode
from meritnet.rpc.tests.rpc_client import RpcClient, connect


@pytest.fixture
def node() -> FakeNode:
    return FakeNode()


@pytest.fixture
def server(node: FakeNode) -> Iterator[RpcServer]:
    with RpcServer(node, node, node, node, RpcConfig(port=0)) as running:
        yield running


@pytest.fixture
async def client(server: RpcServer) -> AsyncIterator[RpcClient]:
    async with connect(server.port) as connected:
        yield connected
