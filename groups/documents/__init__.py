"""The documents floor: plain rows in, bytes out; no Django, no clock."""
