"""The judgement on memory: a rise while caches fill is none, a rise that goes on is."""

from __future__ import annotations

from tests.load import memory

FLAT = [100.0, 120.0, 130.0, 133.0, 134.0, 134.5, 134.2, 134.6, 134.4, 134.5]
RISING = [100.0, 104.0, 108.0, 112.0, 116.0, 120.0, 124.0, 128.0, 132.0, 136.0]

LEAKING = [104.5, 136.1, 137.7, 139.4, 140.3, 140.5, 140.7, 141.4, 141.6, 142.4, 142.4, 142.9]  # was a worker of ours


def test_memory_that_fills_and_then_stays_is_flat() -> None:
    assert memory.growing({"web": FLAT}) == []
    assert memory.verdict({"web": FLAT}) == "no lasting process grew by 1% after half-time"


def test_memory_that_goes_on_rising_is_named() -> None:
    assert memory.growing({"web": FLAT, "background": RISING, "papers 7": RISING}) == ["background"]
    assert memory.verdict({"web": FLAT, "background": RISING}) == "growing since half-time: background"


def test_a_slow_leak_is_named_too() -> None:
    assert memory.growing({"background": LEAKING}) == ["background"]


def test_a_short_run_tells_nothing() -> None:
    assert memory.growing({"background": RISING[:6]}) == []
    assert "too short" in memory.verdict({"background": RISING[:6]})


def test_each_minute_has_its_own_median_and_the_warm_up_none() -> None:
    web = [(5.0, 50.0), (10.0, 100.0), (30.0, 102.0), (69.0, 104.0), (71.0, 200.0)]

    minutes = memory.by_minute({"papers": [(80.0, 90.0)], "starter": [(5.0, 9.0)], "web": web}, begun=10.0)

    assert minutes == {"papers": [None, 90.0], "web": [102.0, 200.0]}
    assert memory.told(minutes)[2:] == ["| 1 |  | 102.0 |", "| 2 | 90.0 | 200.0 |"]
