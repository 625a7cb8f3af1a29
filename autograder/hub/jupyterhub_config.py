"""JupyterHub's settings for one machine. Short, to be changed: `autograder hub --settings FILE` reads a file after it.

Which people, ports and folders there are is left to `run`, which tells it in COURSE_HUB.  See docs/hub.md for other ways to log
in, other machines to run on, and what then takes the place of which line.
"""

import json
import os
from pathlib import Path

c = get_config()  # noqa: F821 (whoever reads this file puts it there)
told = json.loads(os.environ["COURSE_HUB"])
configs = Path(__file__).resolve().parent / "config"

# Where it listens: on this machine alone. The proxy's token is made anew at each start, by JupyterHub.
c.JupyterHub.bind_url = told["address"]
c.JupyterHub.hub_port = told["hub_port"]
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{told['proxy_port']}"
c.ConfigurableHTTPProxy.command = told["proxy"]
c.ConfigurableHTTPProxy.pid_file = f"{told['folder']}/proxy.pid"
c.JupyterHub.cleanup_proxy = False  # it ends with the hub's namespace: ended earlier, each server's end would wait for it in vain

# What it keeps of logins ends with it: every server ends with it too.
c.JupyterHub.db_url = "sqlite:///:memory:"
c.JupyterHub.cookie_secret = os.urandom(32)

# Who may log in, and how. A demo: whoever has the printed password.
c.JupyterHub.authenticator_class = "autograder.hub.authenticator.PrintedPasswords"
c.PrintedPasswords.passwords = told["passwords"]
c.Authenticator.allowed_users = set(told["roles"])

# Each person's server: a process of their own uid, in their own home.
c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
c.Spawner.disable_user_config = True
c.Spawner.default_url = "/lab"
c.Spawner.start_timeout = c.Spawner.http_timeout = 180  # seconds: a whole class logs in at once
c.Spawner.environment = {
    # nbgrader asks the system who somebody is; these say it, for people whom the system does not know.
    **{name: os.environ[name] for name in ("LD_PRELOAD", "NSS_WRAPPER_PASSWD", "NSS_WRAPPER_GROUP") if name in os.environ},
    "COURSE_EXCHANGE": told["exchange"],
    "COURSE_HOME": told["course"],
    "JUPYTER_PATH": str(configs / "instructor" / "share"),  # the marking page's formulas come from this machine
    "OMP_NUM_THREADS": "1",
    "JUPYTER_RUNTIME_DIR": lambda spawner: told["runtime"].get(spawner.user.name, ""),
    "JUPYTER_CONFIG_PATH": lambda spawner: f"{configs / told['roles'].get(spawner.user.name, 'student')}:{configs / 'everyone'}",
}

exec(compile(told["settings"] or "", "the file given with --settings", "exec"))
