"""Password hashing that a two-core server survives when the whole city signs in at once."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class OfficeArgon2Hasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane (OWASP's second setting): about 55 ms a sign-in."""

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1
