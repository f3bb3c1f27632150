"""In: the places of the clinic. Out: for each a vCard for the phone's address book, and a calendar of the days it is closed."""

from __future__ import annotations

import datetime
from urllib.parse import urlsplit

from plugins import assets, stages
from rules.clinic import Clinic, Closure, Place
from rules.site import Site


def write(site: Site) -> None:
    """Add contact/ID.vcf, and contact/ID.ics where days are planned, to what is written beside the pages.

    A build after an edit of texts keeps what is there: facts and days are the same.
    """
    if "CLINIC_TEXTS" in site.settings:
        return
    for place in site.clinic.places:
        assets.keep(site, f"contact/{place.id}.vcf", vcard(site.clinic, place))
        closed = [closure for closure in place.closed if closure.last >= site.today]
        if closed:
            data = calendar(site.clinic, place, closed, site.words["hours"])
            assets.keep(site, f"contact/{place.id}.ics", data)


def vcard(clinic: Clinic, place: Place) -> bytes:
    """One place as a vCard 3.0 (RFC 2426)."""
    from segno.helpers import (
        make_vcard_data,  # here, as below: most builds do without, and it takes long to load
    )

    named = clinic.name if len(clinic.places) == 1 else f"{clinic.name}, {place.name}"
    text = make_vcard_data(
        name=clinic.name,
        displayname=named,
        org=clinic.name,
        workphone=place.phone.uri.removeprefix("tel:"),
        email=place.email or None,
        url=f"{clinic.address}/",
        street=place.street,
        city=place.city,
        region=place.state,
        zipcode=place.postal_code,
        country="USA",
    )
    return text.encode("utf-8")


def calendar(clinic: Clinic, place: Place, closed: list[Closure], words: dict[str, str]) -> bytes:
    """The closures as days without a time (RFC 5545). A closure that moves is a new entry."""
    from icalendar import Calendar, Event

    found = Calendar()
    found.add("prodid", f"-//{clinic.name}//Website//EN")
    found.add("version", "2.0")
    for closure in closed:
        event = Event()
        event.add("uid", f"closed-{place.id}-{closure.first}@{urlsplit(clinic.address).hostname}")
        # the same sources give the same bytes, so the stamp is no clock's
        event.add("dtstamp", datetime.datetime.combine(closure.first, datetime.time(), tzinfo=datetime.UTC))
        event.add("dtstart", closure.first)
        event.add("dtend", closure.last + datetime.timedelta(days=1))
        reason = f" ({closure.reason})" if closure.reason else ""
        event.add("summary", f"{clinic.name}: {words['closed'].lower()}{reason}")
        event.add("transp", "TRANSPARENT")
        found.add_component(event)
    return bytes(found.to_ical())


def register() -> None:
    stages.add(write)
