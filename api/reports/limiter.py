"""How often an address, and everybody together, may report an error. Addresses are never kept as they are."""

import time
from hashlib import blake2b
from secrets import token_bytes

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from api.errors import TooManyRequestsError


class ReportLimiter:
    """Counts in memory, under a keyed hash whose key dies with the process. Thread-safe."""

    def __init__(self, each: str, everybody: str) -> None:
        self._each, self._everybody = parse(each), parse(everybody)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._key = token_bytes(32)

    def check(self, address: str) -> None:
        """Count one report; raise TooManyRequestsError beyond either limit."""
        caller = blake2b(address.encode(), key=self._key, digest_size=16).hexdigest()
        for limit, key in ((self._each, caller), (self._everybody, "everybody")):
            if not self._limiter.hit(limit, key):
                raise TooManyRequestsError("Too many reports. Try again later.", headers=self._retry(limit, key))

    def _retry(self, limit: RateLimitItem, key: str) -> dict[str, str]:
        reset = self._limiter.get_window_stats(limit, key).reset_time
        return {"Retry-After": str(max(1, int(reset - time.time()) + 1))}
