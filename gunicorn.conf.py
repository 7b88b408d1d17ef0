"""How gunicorn serves: plain processes were the fastest on SQLite and are enough on PostgreSQL."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "sync"
preload_app = True  # read once, shared by all workers: half the memory, and a start in half the time
timeout = 60
graceful_timeout = 4
max_requests = 5000
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm"  # noqa: S108 - gunicorn's own heartbeat files, made unguessable by it
control_socket_disable = True
