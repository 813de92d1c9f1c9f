"""What the name of a column, and the look of its text, say of it."""

from __future__ import annotations

import re

_KEYS = {"id", "ids", "key", "pk", "uuid", "guid", "sku", "isbn", "hash", "number", "no", "nr"}
_SHARES = {"share", "rate", "ratio", "prob", "probability", "proba", "fraction", "propensity"}
_PERSONAL = {
    "email", "mail", "phone", "telephone", "tel", "mobile", "fax", "address", "street", "ip", "ipv4", "ipv6", "ssn",
    "iban", "surname", "firstname", "lastname", "fullname", "username", "nickname", "passport", "birthday",
    "birthdate", "dob", "postcode", "zipcode", "zip", "ipaddress", "emailaddress", "phonenumber",
}  # fmt: skip
_BIRTH = {"birth", "birthday", "birthdate", "dob"}
_WHOSE = {
    "first", "last", "full", "middle", "family", "given", "maiden", "user", "customer", "client", "person", "patient",
    "employee", "contact", "owner", "member", "guest", "author", "display", "billing", "shipping", "recipient",
    "sender", "cardholder", "nick", "sur", "legal", "parent", "child", "student", "teacher", "driver",
}  # fmt: skip

EMAIL = r"[^\s@<>,;:]+@[^\s@<>,;:]+\.[A-Za-z]{2,}"
_IP = r"^(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])$"
_IP6 = r"^(?:[0-9A-Fa-f]{0,4}:){3,7}[0-9A-Fa-f]{0,4}$"
_PHONE = r"^\+[1-9][0-9 ()./-]{7,18}$"
_LOCAL_PHONE = r"^\(?[0-9]{3}\)?[ .-][0-9]{3}[ .-][0-9]{4}$"
_IBAN = r"^[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]){11,30}$"
PERSONAL = "|".join(f"(?:{one})" for one in (EMAIL, _IP, _PHONE))
"""One value that matches makes the column personal: what is printed once is printed."""
PERHAPS_PERSONAL = "|".join(f"(?:{one})" for one in (_IP6, _LOCAL_PHONE, _IBAN))
"""Many a code looks so: more than half of the values have to."""

FORMATS = {
    "uuid": r"^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
    "hash": r"^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$",
}
"""Forms of identifiers that nobody takes for anything else."""
PREFIXED = r"^([A-Za-z]{1,8}[-_:])[0-9]{1,20}$"
"""As ORD-000123: letters, a sign, digits."""


def words(name: str) -> list[str]:
    """Return the words of a name, in lower case: `customerEmail_2` is customer, email, 2."""
    split = re.sub(r"([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])", r"\1\3 \2\4", name)
    return [word for word in re.split(r"[\W_]+", split.lower()) if word]


def is_key(name: str) -> bool:
    """Whether a column is called like something that names its row."""
    found = words(name)
    return bool(found) and (found[-1] in _KEYS or found[0] in ("id", "uuid", "guid"))


def is_share(name: str) -> bool:
    """Whether a column is called like a number from 0 to 1."""
    return bool(_SHARES & set(words(name)))


def is_personal(name: str, kind: str | None) -> bool:
    """Whether a column is called like personal data that its kind can hold."""
    found = words(name)
    if kind in ("date", "time", "zoned time", "integer"):
        personal = _BIRTH if kind != "integer" else _PERSONAL - {"mail", "email"}
        return bool(set(found) & personal)
    return kind == "text" and (bool(set(found) & _PERSONAL) or _is_name_of_somebody(found))


def _is_name_of_somebody(found: list[str]) -> bool:
    """`name` alone, `customer_name`, `name_last`; not `product_name`."""
    if "name" not in found:
        return False
    return found == ["name"] or bool(set(found) & _WHOSE)
