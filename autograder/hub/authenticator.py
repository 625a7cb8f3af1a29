"""Lets in who knows the password that was printed for them when the hub was started. For a demo on one machine.

Real ones (OAuth, LTI, PAM) are left to JupyterHub's own authenticators, which are chosen by a setting: see docs/hub.md.
"""

import hmac

from jupyterhub.auth import Authenticator
from traitlets import Dict, Unicode


class PrintedPasswords(Authenticator):
    """JupyterHub's authenticator of the demo: a random password for each person, kept in memory until the hub ends."""

    passwords = Dict(Unicode(), help="The password of each person, by name.").tag(config=True)

    async def authenticate(self, handler, data):
        """The name of whoever gave the right password, else None."""
        expected = self.passwords.get(data["username"], "")
        given = data["password"]
        right = hmac.compare_digest(given.encode(), expected.encode())
        return data["username"] if expected and right else None
