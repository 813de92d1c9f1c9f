"""The data that stand here, in parts, with the model that is made of them."""

import datetime

import pytest

import analysis
import gather
from parts import split

DAY = datetime.date(2024, 5, 1)


@pytest.fixture(scope="session")
def day():
    """The day as of which all is known."""
    return DAY


@pytest.fixture(scope="session")
def parts():
    """A function from tables to (features, train, test)."""

    def made(tables):
        found = gather.features(tables, DAY)
        return found, *split(found, DAY, analysis.OUTCOME, analysis.TARGET)

    return made


@pytest.fixture(scope="session")
def stored(parts):
    """Features, parts and model of the data that stand here."""
    found, train, test = parts(gather.read())
    return found, train, test, analysis.fit(train)
