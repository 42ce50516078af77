"""Prometheus metrics; labels never hold anything of a visitor."""

from prometheus_client import Counter, Gauge, Histogram

MESSAGES = Counter("repere_messages_total", "Messages stored", ["sender"])
ESCALATIONS = Counter("repere_escalations_total", "Conversations put in the counsellors' queue by risk", ["level"])
BOT_FALLBACKS = Counter(
    "repere_bot_fallbacks_total", "Visitor messages answered with the safety numbers because Rasa did not"
)
WAITING = Gauge("repere_conversations_waiting", "Conversations nobody has taken yet")
REQUESTS = Histogram("repere_request_seconds", "Time to answer, by route and status", ["method", "route", "status"])
