"""The proxy on the way to an endpoint, as the environment names it.

Decided here, and not by the HTTP library's own look at the environment: that one also reads
``~/.netrc``, whose entry for the host would take the place of our key.
"""

import ipaddress
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from pipeline.llm.errors import Stop


def proxy_for(url: str) -> str | None:
    """Return the URL of the proxy for ``url``, or None if the way is direct.

    ``HTTPS_PROXY`` is for https, which it passes on unread; ``HTTP_PROXY`` for http, where it reads
    what everyone on the way can read. ``NO_PROXY`` excepts hosts. This machine is always excepted:
    what is for a model here goes nowhere else. Raises Stop for a proxy that cannot be used.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if is_here(host) or proxy_bypass(host):
        return None
    proxy = getproxies().get(parts.scheme)
    if not proxy:
        return None
    try:
        told = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        usable = told.scheme == "http" and bool(told.hostname) and told.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise Stop(
            f"the proxy in {parts.scheme.upper()}_PROXY cannot be used: it must be "
            "http://HOST:PORT, for https endpoints too; NO_PROXY excepts hosts"
        )
    return told.geturl()


def is_here(host: str) -> bool:
    """Whether ``host`` is this machine."""
    if host.rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
