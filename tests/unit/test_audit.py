"""The lock and what is installed from it."""

from __future__ import annotations

from tests.audit import Package, faults, licences, locked


def test_everything_in_the_lock_has_a_licence_that_somebody_looked_at() -> None:
    found = [fault for fault in faults(locked()) if "licence" in fault]
    assert found == []


def test_the_report_counts_every_package_once() -> None:
    packages = locked()
    assert len(packages) > 30
    assert sum(licences(packages).values()) == len(packages)


def test_another_version_than_the_locks_is_a_fault_and_so_is_one_that_is_missing() -> None:
    wrong = [Package("httpx", "0.0.1", ""), Package("no-such-thing", "1", "")]
    assert [fault.split()[0] for fault in faults(wrong)] == ["httpx", "no-such-thing"]


def test_what_another_platform_needs_is_no_fault_here() -> None:
    assert list(faults([Package("no-such-thing", "1", "sys_platform == 'win32'")])) == []
