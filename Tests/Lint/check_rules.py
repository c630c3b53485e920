#!/usr/bin/env python3
"""Checks the rules of this project that neither the compiler nor swift-format checks.

Prints every breach as `file:line: what, and what to do`, and fails when there is one.
Import rules are checked on the targets' dependencies: the build, run with
`--explicit-target-dependency-import-check error`, makes every import a declared dependency.
"""

import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Folders whose job is to wrap C.
MAY_SAY_UNSAFE = (
    "Sources/HTTP2/",
    "Sources/Protobuf/",
    "Sources/StorageSQLite/",
    "Sources/Telephony/",
    "Sources/Messages/",
)

# Which targets of this package a folder's target may depend on. "own:X" is the X of the same service.
# A folder that is not named here may depend on anything but services.
MAY_DEPEND_ON = {
    "Sources/HTTP2": {"CNghttp2"},
    "Sources/Protobuf": {"CProtobufC"},
    "Sources/Gzip": {"CZlib"},
    "Sources/RPC": {"Protobuf", "Gzip"},
    "Sources/RPCTransport": {"RPC", "HTTP2"},
    "Sources/Transcoding": {"RPC", "Protobuf", "Messages"},
    "Sources/Messages": {"RPC", "Protobuf", "CMessages", "CProtobufC"},
    "Sources/Telephony": {"CPhoneNumber"},
    "Sources/Storage": set(),
    "Sources/StorageSQLite": {"Storage", "CSQLite"},
    "Sources/StorageTesting": {"Storage"},
    "Sources/CatalogFiles": {"ServiceKit", "Telephony"},
    "Sources/PersonalData": set(),
    "Sources/ServiceKit": {
        "RPC", "RPCTransport", "Messages", "Protobuf", "PersonalData", "Storage", "Telephony",
    },
    "Services/*/Rules": {"Telephony"},
    "Services/*/Store": {"own:Rules", "PersonalData", "Storage", "Telephony"},
    "Services/*/Server": {
        "own:Rules", "own:Store", "RPC", "Protobuf", "Messages", "PersonalData", "ServiceKit", "Storage",
        "Telephony", "CatalogFiles",
    },
}  # fmt: skip
# Pure folders may not depend on other packages either: no SQL, no RPC, no clock, no logger.
WITHOUT_PACKAGES = ("Services/*/Rules",)

FORBIDDEN_WORDS = {
    r"\bfatalError\b": "throw an error that says what is wrong",
}
FORBIDDEN_NAMES = re.compile(r"(Utils?|Utilities|Helpers?|Manager|Common)$")


def git_files(*patterns):
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def is_generated(text):
    return "do not edit" in text[:1000].lower()


def blanked(text):
    """The code with comments and string literals blanked, line numbers kept."""
    pattern = r'//[^\n]*|/\*.*?\*/|#?"""(?:\\.|.)*?"""#?|"(?:\\.|[^"\\\n])*"'
    return re.sub(pattern, lambda match: re.sub(r"[^\n]", " ", match.group()), text, flags=re.S)


def check_source(path, text):
    name = path.relative_to(ROOT).as_posix()
    code_lines = blanked(text).split("\n")
    lines = text.split("\n")
    is_test = name.startswith("Tests/")
    for number, (code, line) in enumerate(zip(code_lines, lines), start=1):
        place = f"{name}:{number}"
        if re.search(r"\b(TO" r"DO|FIX" r"ME)\b", line):
            yield f"{place}: an unfinished note; do it or leave it out"
        if is_test:
            continue
        if re.search(r"[Uu]nsafe", code) and not name.startswith(MAY_SAY_UNSAFE):
            yield f"{place}: unsafe code outside the wrappers of C; move it into one of them"
        if "@unchecked Sendable" in code and not above(lines, number).startswith("//"):
            yield f"{place}: @unchecked Sendable without the sentence above it that proves it"
        for pattern, advice in FORBIDDEN_WORDS.items():
            if re.search(pattern, code):
                yield f"{place}: {re.search(pattern, code).group()}; {advice}"
    if FORBIDDEN_NAMES.search(path.stem):
        yield f"{name}:1: a name that says nothing; name the file after its one concept"


def above(lines, number):
    """The nearest line above the declaration at `number` that is not an attribute."""
    for line in reversed(lines[: number - 1]):
        if not line.strip().startswith("@"):
            return line.strip()
    return ""


def rule_for(path):
    for pattern in MAY_DEPEND_ON:
        if pathlib.PurePosixPath(path).match(pattern) and path.count("/") == pattern.count("/"):
            return pattern
    return None


def check_dependencies():
    dumped = subprocess.run(
        ["swift", "package", "dump-package"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    targets = json.loads(dumped)["targets"]
    folders = {target["name"]: folder_of(target) for target in targets}
    for target in targets:
        if target["type"] == "test":
            continue
        yield from check_target(target, folders)


def folder_of(target):
    default = "Tests" if target["type"] == "test" else "Sources"
    return (target.get("path") or f"{default}/{target['name']}").rstrip("/")


def check_target(target, folders):
    folder = folders[target["name"]]
    pattern = rule_for(folder)
    service = folder.split("/")[1] if folder.startswith("Services/") else None
    for dependency in target["dependencies"]:
        kind, value = next(iter(dependency.items()))
        needed = value[0]
        if needed not in folders:
            if pattern in WITHOUT_PACKAGES:
                yield f"Package.swift:1: {target['name']} is pure and may not depend on {needed}"
            continue
        other = folders[needed]
        if other.startswith("Services/") and other.split("/")[1] != service:
            yield f"Package.swift:1: {target['name']} may not depend on {needed}, of another service"
        elif pattern and not allowed(needed, other, pattern):
            yield f"Package.swift:1: {target['name']} may not depend on {needed}; see check_rules.py"


def allowed(needed, folder, pattern):
    if folder.startswith("Services/"):
        return f"own:{folder.split('/')[2]}" in MAY_DEPEND_ON[pattern]
    return needed in MAY_DEPEND_ON[pattern]


CODE = r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"
REASONS_HEADING = "## Reason codes"


def codes_of(*patterns, form=f'"({CODE})"'):
    """Every code that files say, such as NUMBER_IN_USE, with the place where it is said first."""
    places = {}
    for path in git_files(*patterns):
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
            for code in re.findall(form, line):
                places.setdefault(code, f"{path.relative_to(ROOT).as_posix()}:{number}")
    return places


def check_codes():
    """A README names every code of its service; each of its reason codes is returned, and expected by a test."""
    shared = codes_of("Sources/ServiceKit/*.swift", "Sources/Telephony/*.swift", "Sources/RPC/*.swift")
    # A test may expect several in one text.
    expected = codes_of("Tests/*.swift", form=rf"\b({CODE})\b")
    for readme in git_files("Services/*/README.md"):
        name, text = readme.relative_to(ROOT).as_posix(), readme.read_text(encoding="utf-8")
        if REASONS_HEADING not in text:
            continue
        own = codes_of(f"{readme.parent.relative_to(ROOT).as_posix()}/*.swift")
        named = set(re.findall(rf"\b{CODE}\b", text))
        for code in own.keys() - named:
            yield f"{own[code]}: {code} is not in {name}; say there what it is"
        for number, line in enumerate(text.split("\n"), start=1):
            if number <= text[: text.index(REASONS_HEADING)].count("\n"):
                continue
            for code in re.findall(f"`({CODE})`", line):
                if code not in own and code not in shared:
                    yield f"{name}:{number}: nobody returns {code}; leave it out"
                elif code not in expected:
                    yield f"{name}:{number}: no test expects {code}; write one"


INTERNAL_DOCUMENTS = re.compile(r"\b(domain|design|findings)\.md\b")


def check_api_comments():
    """Users read the comments of the API in reflection and /openapi.json, and have none of our documents."""
    for path in git_files("Protos/trunkline/*.proto"):
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
            if INTERNAL_DOCUMENTS.search(line):
                yield f"{path.relative_to(ROOT).as_posix()}:{number}: cites a file that users do not have; say it here"


def main():
    breaches = []
    for path in git_files("*.swift"):
        text = path.read_text(encoding="utf-8")
        if not is_generated(text):
            breaches.extend(check_source(path, text))
    breaches.extend(check_codes())
    breaches.extend(check_api_comments())
    breaches.extend(check_dependencies())
    for breach in breaches:
        print(breach)
    if breaches:
        sys.exit(f"{len(breaches)} breaches of the project's rules")


main()
