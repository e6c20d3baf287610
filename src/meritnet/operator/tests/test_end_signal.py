"""A signal is never lost and never stops the waiter, whenever it comes."""

import os
import signal
import threading

import pytest

from meritnet.operator.end_signal import EndSignal


@pytest.fixture(autouse=True)
def handlers() -> object:
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def test_nothing_came() -> None:
    assert not EndSignal().wait(0)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_before_the_wait_is_told(number: signal.Signals) -> None:
    end = EndSignal()
    os.kill(os.getpid(), number)
    assert end.wait(60)
    assert end.wait(0)


def test_signals_in_the_middle_of_many_waits_never_stop_the_waiter() -> None:
    end = EndSignal()
    sender = threading.Thread(target=lambda: [os.kill(os.getpid(), signal.SIGTERM) for _ in range(2_000)])
    sender.start()
    while sender.is_alive():
        end.wait(0.001)
    sender.join()
    assert end.wait(60)


def test_a_flood_of_signals_fits() -> None:
    end = EndSignal()
    for _ in range(70_000):
        end._note(signal.SIGTERM, None)
    assert end.wait(0)
