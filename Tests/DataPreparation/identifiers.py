#!/usr/bin/env python3
"""Writes Tests/TelephonyTests/IdentifierSamples.swift: identifiers that another implementation judged.

PyPI python-stdnum (pinned in requirements.txt) judges random ones and ones with a digit changed; the RIO, which it does
not know, is judged by a second implementation here, written from domain.md section 5.
"""

import pathlib
import random

from stdnum import ean
from stdnum.at import uid
from stdnum.au import abn, acn
from stdnum.be import vat as be
from stdnum.ch import vat as ch
from stdnum.de import vat as de
from stdnum.dk import cvr
from stdnum.es import nif
from stdnum.fi import alv
from stdnum.fr import siret, tva
from stdnum.gb import vat as gb
from stdnum.gr import vat as gr
from stdnum.ie import vat as ie
from stdnum.it import codicefiscale, iva
from stdnum.lt import pvm
from stdnum.lu import tva as lu
from stdnum.nl import btw
from stdnum.no import mva
from stdnum.pl import nip
from stdnum.pt import nif as pt
from stdnum.se import vat as se

OUTPUT = pathlib.Path(__file__).resolve().parents[1] / "TelephonyTests/IdentifierSamples.swift"
RNG = random.Random(20261123)
EACH = 12


def digits(count, first="0123456789"):
    return RNG.choice(first) + "".join(RNG.choices("0123456789", k=count - 1))


def letter(alphabet):
    return RNG.choice(alphabet)


SPAIN = "0123456789XYZKLMABCDEFGHJNPQRSUVW"
VAT = {
    "AT": (uid, lambda: "ATU" + digits(8)),
    "BE": (be, lambda: "BE" + digits(10, "01")),
    "CH": (ch, lambda: "CHE" + digits(9) + letter(["MWST", "TVA", "IVA"])),
    "DE": (de, lambda: "DE" + digits(9, "123456789")),
    "DK": (cvr, lambda: "DK" + digits(8, "123456789")),
    "ES": (nif, lambda: "ES" + letter(SPAIN) + digits(7) + letter("TRWAGMYFPDXBNJZSQVHLCKE0123456789")),
    "FI": (alv, lambda: "FI" + digits(8)),
    "FR": (tva, lambda: "FR" + digits(11)),
    "GB": (gb, lambda: "GB" + digits(9)),
    "GR": (gr, lambda: "EL" + digits(9)),
    "IE": (ie, lambda: "IE" + digits(7) + letter("WABCDEFGHIJKLMNOPQRSTUV")),
    "IT": (iva, lambda: "IT00" + digits(9)),
    "LT": (pvm, lambda: "LT" + digits(7) + "1" + digits(1)),
    "LU": (lu, lambda: "LU" + digits(8)),
    "NL": (btw, lambda: "NL" + digits(9) + "B" + digits(2)),
    "NO": (mva, lambda: "NO" + digits(9) + "MVA"),
    "PL": (nip, lambda: "PL" + digits(10)),
    "PT": (pt, lambda: "PT" + digits(9, "123456789")),
    "SE": (se, lambda: "SE" + digits(10) + "01"),
}


def fiscal_code():
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    surname_and_name = letter(["RSSMRA", "BNCGVN", "VRDLCU", "NREFNC"])
    body = surname_and_name + digits(2) + letter("ABCDEHLMPRST") + f"{RNG.randint(1, 28):02d}" + "H501"
    return body + letter(letters)


OTHERS = {
    "SIRET": (siret, lambda: digits(14)),
    "ABN": (abn, lambda: digits(11, "123456789")),
    "ACN": (acn, lambda: digits(9)),
    "NZBN": (ean, lambda: "94" + digits(11)),
    "FISCAL_CODE": (codicefiscale, fiscal_code),
}
RIO_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+"


def rio_key(head, number):
    sums = [0, 0, 0]
    for symbol in head + number:
        value = RIO_ALPHABET.index(symbol)
        sums = [(factor * total + value) % 37 for factor, total in zip((1, 2, 4), sums)]
    return "".join(RIO_ALPHABET[total] for total in sums)


def right_and_wrong(module, make):
    """As many right ones as wrong ones, the wrong ones mostly right ones with another last character."""
    right = []
    while len(right) < EACH:
        candidate = make()
        if module.is_valid(candidate):
            right.append(candidate)
    changed = [text.replace(text[-3], "7", 1) if text[-3].isdigit() else text[:-1] + "0" for text in right]
    return right, [text for text in changed if not module.is_valid(text)]


def rows():
    for kind, (module, make) in [*VAT.items(), *OTHERS.items()]:
        right, wrong = right_and_wrong(module, make)
        yield from ((kind, text, True) for text in right)
        yield from ((kind, text, False) for text in wrong)


def rio_rows():
    for _ in range(EACH):
        number = "0" + digits(9, "123456789")
        head = digits(2) + letter("PE") + "".join(RNG.choices(RIO_ALPHABET, k=6))
        key = rio_key(head, number)
        yield head + key, "+33" + number[1:], True
        yield head + key[:2] + ("A" if key[2] != "A" else "B"), "+33" + number[1:], False


def main():
    lines = ["// Written by Tests/DataPreparation/identifiers.py, do not edit.", ""]
    lines += ["/// Identifiers with the judgement of another implementation.", "enum IdentifierSamples {"]
    lines += ["  static let identifiers: [(kind: String, text: String, isRight: Bool)] = ["]
    lines += [f'    ("{kind}", "{text}", {str(ok).lower()}),' for kind, text, ok in rows()]
    lines += ["  ]", "", "  static let statements: [(text: String, number: String, isRight: Bool)] = ["]
    lines += [f'    ("{text}", "{number}", {str(ok).lower()}),' for text, number, ok in rio_rows()]
    OUTPUT.write_text("\n".join(lines + ["  ]", "}", ""]))


if __name__ == "__main__":
    main()
