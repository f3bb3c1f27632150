"""In: nothing. Out: the types of the clinic's facts, as plugins/facts.py reads them from clinic.toml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Phone:
    """A number of the North American plan. text is for people, uri for links."""

    text: str
    uri: str


@dataclass(frozen=True)
class Span:
    opens: time
    closes: time


@dataclass(frozen=True)
class Day:
    """name is one of DAYS; a day without spans is closed."""

    name: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Closure:
    first: date
    last: date
    reason: str


@dataclass(frozen=True)
class Place:
    id: str
    name: str
    street: str
    city: str
    state: str
    postal_code: str
    timezone: str
    phone: Phone
    hours: tuple[Day, ...]
    closed: tuple[Closure, ...] = ()
    email: str = ""
    map: str = ""
    directions: str = ""
    parking: str = ""
    way_in: str = ""


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    role: str
    credentials: str = ""
    honorific: str = ""
    clinician: bool = False
    about: str = ""
    languages: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """The name as it stands in a byline: Dr. Ann Example, D.C."""
        named = f"{self.honorific} {self.name}".strip()
        return f"{named}, {self.credentials}" if self.credentials else named


@dataclass(frozen=True)
class Service:
    """id is also the slug of the service's page; by says who gives it."""

    id: str
    name: str
    by: str = ""
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Topic:
    """What `Category:` of an article may name; id stands in the address."""

    id: str
    name: str
    summary: str


@dataclass(frozen=True)
class Law:
    """The profile that decides which notices a clinic needs. None: not said yet."""

    state: str = ""
    staff_15_or_more: bool | None = None
    federal_money: bool | None = None
    hipaa: bool | None = None
    self_pay: bool | None = None


@dataclass(frozen=True)
class SampleFact:
    """A fact that stands in for a real one: its key, its value, and the line in clinic.toml."""

    key: str
    value: str
    line: int


@dataclass(frozen=True)
class Clinic:
    """Everything the site says about the clinic. address is the public one, with no slash at its end."""

    path: str
    name: str
    short_name: str
    address: str
    booking: str
    places: tuple[Place, ...]
    people: tuple[Person, ...]
    services: tuple[Service, ...]
    topics: tuple[Topic, ...]
    law: Law
    samples: tuple[SampleFact, ...]

    @property
    def place(self) -> Place:
        """The first place: its phone and hours stand in the header."""
        return self.places[0]

    @property
    def phone(self) -> Phone:
        return self.place.phone

    @property
    def is_sample(self) -> bool:
        return bool(self.samples)

    def person(self, wanted: str) -> Person | None:
        """The person with this id or name, whatever its case; None when there is no such person."""
        key = wanted.strip().lower()
        return next(
            (p for p in self.people if key in (p.id.lower(), p.name.lower(), p.full_name.lower())), None
        )
