"""Prometheus figures of a host: requests, rounds, weights. Each host has a registry of its own."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The figures of one host process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "meritnet_neuron_requests_total",
            "Requests to miners by route and status.",
            ("route", "status"),
            registry=self.registry,
        )
        self.refused = Counter(
            "meritnet_neuron_auth_failures_total",
            "Requests that did not prove their sender.",
            ("reason",),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "meritnet_neuron_request_seconds",
            "Time from a request to its response.",
            ("route",),
            registry=self.registry,
            buckets=(0.001, 0.005, 0.02, 0.1, 0.5, 2, 10),
        )
        self.open = Gauge("meritnet_neuron_open_requests", "Requests in work.", registry=self.registry)
        self.rounds = Counter(
            "meritnet_neuron_rounds_total",
            "Rounds of a validator by result.",
            ("hotkey", "result"),
            registry=self.registry,
        )
        self.answers = Counter(
            "meritnet_neuron_answers_total",
            "Answers that a validator got, by what became of them.",
            ("hotkey", "kind"),
            registry=self.registry,
        )
        self.weights = Counter(
            "meritnet_neuron_weights_total",
            "Submissions of weights by result.",
            ("hotkey", "result"),
            registry=self.registry,
        )
        self.head = Gauge("meritnet_neuron_head", "Last finalized block seen.", registry=self.registry)

    def page(self) -> bytes:
        """Return the figures as Prometheus reads them."""
        return generate_latest(self.registry)
