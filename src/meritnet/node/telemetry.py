"""Prometheus metrics and the health answer of a node."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from meritnet.engine.solo import Produced

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Telemetry:
    """The figures of one node, in a registry of its own so that several nodes fit in one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        r = self.registry
        self._height = Gauge("meritnet_block_height", "Number of the best block.", registry=r)
        self._moment = Gauge("meritnet_block_timestamp_seconds", "Wall clock at the last commit.", registry=r)
        self._extrinsics = Counter("meritnet_extrinsics", "Extrinsics in blocks.", ["kind"], registry=r)
        self._failed = Counter(
            "meritnet_extrinsics_failed", "Signed extrinsics whose call failed.", registry=r
        )
        self._build = Histogram(
            "meritnet_block_build_seconds", "Time to build and execute.", buckets=BUCKETS, registry=r
        )
        self._commit = Histogram(
            "meritnet_block_commit_seconds", "Time to make durable.", buckets=BUCKETS, registry=r
        )
        self._changed = Gauge(
            "meritnet_block_changed_keys", "Storage keys changed in the last block.", registry=r
        )
        self._pool = Gauge("meritnet_pool_extrinsics", "Extrinsics that wait.", ["kind"], registry=r)
        self._connections = Gauge("meritnet_rpc_connections", "Open WebSocket connections.", registry=r)

    def block(self, produced: Produced, moment_s: float) -> None:
        """Count a block."""
        output = produced.output
        self._height.set(output.header.number)
        self._moment.set(moment_s)
        signed = len(produced.report.included)
        self._extrinsics.labels("signed").inc(signed)
        self._extrinsics.labels("inherent").inc(len(output.applied) - signed)
        self._failed.inc(sum(applied.error is not None for applied in output.applied))
        self._build.observe(produced.build_s)
        self._commit.observe(produced.commit_s)
        self._changed.set(output.changed_keys)

    def sample(self, ready: int, future: int, connections: int) -> None:
        """Note the pool and the connections."""
        self._pool.labels("ready").set(ready)
        self._pool.labels("future").set(future)
        self._connections.set(connections)

    def text(self) -> bytes:
        """Return the exposition text."""
        return generate_latest(self.registry)
