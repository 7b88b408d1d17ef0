"""What a file from outside may be at most, and how a refusal is said."""

MEBIBYTE = 1024 * 1024
MAX_BYTES = 10 * MEBIBYTE
MAX_UNPACKED = 50 * MEBIBYTE
MAX_PIXELS = 100_000_000


class FileRefused(ValueError):
    """The file is not taken; the text is a sentence for the person who sent it."""
