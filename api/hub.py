"""Fan-out of "something changed" between requests, event streams and, with Redis, between processes.

The hub carries no text: a signal names a topic, and the listener reads the database. A lost signal therefore
costs a delay (every stream also looks by itself now and then), never a message.
"""

import asyncio
import json
import threading
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

log = structlog.get_logger()
Signal = dict[str, Any]

CONSOLE = "console"
QUEUE_LIMIT = 200


def conversation_topic(conversation_id: str) -> str:
    """The topic of one conversation's visitor streams."""
    return f"conversation:{conversation_id}"


class MemoryHub:
    """One process: signals go straight to the queues of the listeners. `publish` is safe from any thread."""

    def __init__(self) -> None:
        self._queues: dict[str, set[asyncio.Queue[Signal]]] = defaultdict(set)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()

    async def start(self) -> None:
        """Remember the loop that the listeners run on."""
        self._loop = asyncio.get_running_loop()

    async def stop(self) -> None:
        """Nothing to release."""

    def publish(self, topic: str, signal: Signal) -> None:
        """Deliver `signal` to all who listen to `topic`."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._deliver, topic, signal)

    def _deliver(self, topic: str, signal: Signal) -> None:
        with self._lock:
            queues = list(self._queues.get(topic, ()))
        for queue in queues:
            with suppress(asyncio.QueueFull):  # a stuck listener reads the database when it wakes
                queue.put_nowait(signal)

    def listening(self, topic: str) -> bool:
        """Whether anybody listens to `topic` in this process."""
        return bool(self._queues.get(topic))

    @asynccontextmanager
    async def subscribe(self, topic: str) -> AsyncIterator[asyncio.Queue[Signal]]:
        """Yield a queue that receives the topic's signals until the block ends."""
        queue: asyncio.Queue[Signal] = asyncio.Queue(QUEUE_LIMIT)
        with self._lock:
            self._queues[topic].add(queue)
        try:
            yield queue
        finally:
            with self._lock:
                self._queues[topic].discard(queue)
                if not self._queues[topic]:
                    del self._queues[topic]


class RedisHub(MemoryHub):
    """Several processes: signals travel through one Redis channel, then as in `MemoryHub`."""

    CHANNEL = "repere:signals"

    def __init__(self, url: str) -> None:
        super().__init__()
        self._redis = Redis.from_url(url)
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        await super().start()
        self._spawn(self._listen())

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._redis.aclose()

    def publish(self, topic: str, signal: Signal) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(lambda: self._spawn(self._send(topic, signal)))

    def _spawn(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, topic: str, signal: Signal) -> None:
        try:
            await self._redis.publish(self.CHANNEL, json.dumps([topic, signal]))
        except RedisError as error:  # other replicas find it when they next look at the database
            log.warning("hub_publish_failed", error=type(error).__name__)
            self._deliver(topic, signal)

    async def _listen(self) -> None:
        while True:
            try:
                async with self._redis.pubsub() as pubsub:
                    await pubsub.subscribe(self.CHANNEL)
                    async for item in pubsub.listen():
                        if item["type"] == "message":
                            topic, signal = json.loads(item["data"])
                            self._deliver(topic, signal)
            except RedisError as error:
                log.warning("hub_listen_failed", error=type(error).__name__)
                await asyncio.sleep(1)


def make_hub(redis_url: str | None) -> MemoryHub:
    """Return the hub that the settings ask for."""
    return RedisHub(redis_url) if redis_url else MemoryHub()
