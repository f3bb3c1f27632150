"""What a look at a site found; tools/deploy/verify.py looks."""

from __future__ import annotations

from dataclasses import dataclass, field

OTHERS = 200  # addresses looked at beside those that changed
FEW = 50  # where nothing changed: `deploy.status` looks at all


@dataclass
class Seen:
    """What a look at a site found. findings: what is wrong -> the addresses. wrong: files that are not what they should be.

    looked: at how many of `what`.
    """

    looked: int = 0
    what: str = "addresses"
    seconds: float = 0.0
    findings: dict[str, list[str]] = field(default_factory=dict)
    wrong: set[str] = field(default_factory=set)

    def add(self, what: str, address: str) -> None:
        self.findings.setdefault(what, []).append(address)

    @property
    def sentences(self) -> list[str]:
        """One for each kind of finding, with the first address."""
        return [
            f"{what}: {found[0]}" + (f" and {len(found) - 1:,} more." if len(found) > 1 else "")
            for what, found in self.findings.items()
        ]
