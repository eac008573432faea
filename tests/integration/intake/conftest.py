import pytest

from plans.departments import Directory


@pytest.fixture(scope="session")
def directory() -> Directory:
    return Directory.load()
