"""Ask the web process of this machine whether it answers: exit code 0 or 1."""

import http.client
import os
import sys


def answers(host: str, port: int, *, name: str) -> bool:
    """True if /healthz is answered with 200; `name` is a host name that the application serves."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": name})
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    host = os.environ.get("HOST", "127.0.0.1")
    served = os.environ.get("KINERJA_HOSTS", "").split(",")[0].strip() or "localhost"
    port = int(os.environ.get("PORT", "8000"))
    sys.exit(not answers("127.0.0.1" if host == "0.0.0.0" else host, port, name=served))  # noqa: S104
