"""What Duban stands on: `make audit` reports licences, freshness and known holes of the lock.

Licences come from the installed packages, freshness from pip's own index, holes from pip-audit
where it is installed and its database can be reached; what could not be looked up is said.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata, version
from pathlib import Path
from shutil import which

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
PINNED = re.compile(r"^([a-z0-9._-]+)==(\S+)(?: ; (.*?))? \\$", re.MULTILINE)
FREE = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|Unlicense|HPND|ZPL"
    r"|public domain|CC0)\b",
    re.IGNORECASE,
)
BY_NAME = {
    "python-telegram-bot": "LGPL-3.0: used as a library, unchanged",
}
"""licences that need a word, each with it"""
UNREACHED = "not looked up: "


@dataclass(frozen=True, slots=True)
class Package:
    """One line of the lock."""

    name: str
    version: str
    condition: str
    """on which platforms and Pythons, empty for all"""

    @property
    def installed(self) -> str | None:
        """The version that is installed here, None where the platform needs none."""
        try:
            return version(self.name)
        except PackageNotFoundError:
            return None

    @property
    def licence(self) -> str:
        """The licence as the package declares it, empty where nothing is known."""
        if self.installed is None:
            return ""
        about = metadata(self.name)
        classified = [c for c in about.get_all("Classifier") or () if c.startswith("License ::")]
        declared = about.get("License-Expression") or about.get("License") or ""
        return " ".join([declared.partition("\n")[0], *(c.split(" :: ")[-1] for c in classified)])


def locked(lock: Path = LOCK) -> list[Package]:
    """Return what the lock names."""
    return [Package(*found) for found in PINNED.findall(lock.read_text("utf-8"))]


def faults(packages: list[Package]) -> Iterator[str]:
    """Yield what must not be: another version than the lock's, a licence nobody has looked at."""
    for package in packages:
        if package.installed is None:
            if not package.condition:
                yield f"{package.name} is in the lock and not installed"
        elif package.installed != package.version:
            yield f"{package.name} is {package.installed}, the lock says {package.version}"
        elif package.name not in BY_NAME and not FREE.search(package.licence):
            yield f"{package.name}: no licence that we know: {package.licence or 'none declared'}"


def licences(packages: list[Package]) -> Counter[str]:
    """Count packages by the family of their licence."""
    families: Counter[str] = Counter()
    for package in packages:
        found = FREE.search(package.licence)
        own = BY_NAME.get(package.name, "").partition(":")[0].partition(" ")[0]
        families[own or (found[1].upper() if found else "elsewhere")] += 1
    return families


def freshness(packages: list[Package]) -> Iterator[str]:
    """Yield what has a newer release, by pip's own index."""
    asked = subprocess.run(
        [sys.executable, "-m", "pip", "list", "--outdated", "--format", "json"],
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode:
        yield f"{UNREACHED}pip's index does not answer"
        return
    names = {package.name for package in packages}
    for row in json.loads(asked.stdout):
        if row["name"].lower().replace("_", "-") in names:
            yield f"{row['name']} {row['version']}, newest {row['latest_version']}"


def holes() -> Iterator[str]:
    """Yield known vulnerabilities."""
    if which("pip-audit") is None:
        yield f"{UNREACHED}pip-audit is not installed (pipx install pip-audit)"
        return
    asked = subprocess.run(
        ["pip-audit", "-r", str(LOCK), "--disable-pip", "--require-hashes", "--format", "json"],
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(asked.stdout or "{}").get("dependencies", [])
    skipped = sum("skip_reason" in row for row in found)
    if skipped or not found:
        yield f"{UNREACHED}{skipped or 'all'} packages, the database does not answer for them"
    for row in found:
        for hole in row.get("vulns", ()):
            yield f"{row['name']} {row['version']}: {hole['id']} (mended in {hole['fix_versions']})"


def main() -> int:
    """Print the report; 1 where something must be done."""
    packages = locked()
    counted = ", ".join(f"{name} {count}" for name, count in licences(packages).most_common())
    wrong, open_holes = list(faults(packages)), list(holes())
    report = {
        f"{len(packages)} packages in {LOCK.name}; licences": [counted, *BY_NAME.values()],
        "newer releases": list(freshness(packages)) or ["none: everything is the newest"],
        "known holes": open_holes or ["none"],
        "faults": wrong or ["none"],
    }
    for title, lines in report.items():
        sys.stdout.write(f"{title}\n" + "".join(f"  {line}\n" for line in lines))
    return int(bool(wrong) or any(not line.startswith(UNREACHED) for line in open_holes))


if __name__ == "__main__":
    sys.exit(main())
