// The queue: who waits, then mine, then the others'. Rebuilt at each change, the focus kept.
import { byId, el, fill, words } from "../shared/dom.js";

const GROUPS = {
  waiting: { has: (item) => item.state === "waiting", empty: words.empty_waiting },
  mine: { has: (item) => item.state === "human" && item.mine, empty: words.empty_mine },
  others: { has: (item) => item.state === "human" && !item.mine, empty: "" },
};

export class Queue {
  constructor({ onOpen, onNewWaiting, onDanger }) {
    this.onOpen = onOpen;
    this.onNewWaiting = onNewWaiting;
    this.onDanger = onDanger;
    this.items = [];
    this.unread = new Map();
    this.known = null; // who waited or was mine at the last look, and when danger was told; null before the first
    setInterval(() => this.tick(), 1000);
  }

  update(items) {
    this.items = items;
    this.announce();
    this.draw();
  }

  announce() {
    const watched = this.items.filter((item) => GROUPS.waiting.has(item) || GROUPS.mine.has(item));
    const known = this.known;
    this.known = new Map(watched.map((item) => [item.id, item.alarmed_at]));
    if (!known) return;
    const newcomer = watched.find((item) => item.state === "waiting" && !known.has(item.id));
    const alarmed = watched.find((item) => known.has(item.id) && item.alarmed_at !== known.get(item.id));
    if (newcomer) this.onNewWaiting(newcomer);
    if (alarmed) this.onDanger(alarmed);
  }

  select(id) {
    this.selected = id;
    this.unread.delete(id);
    this.draw();
  }

  addUnread(id) {
    if (id === this.selected && !document.hidden) return;
    if (!this.items.some((item) => item.id === id && item.mine)) return;
    this.unread.set(id, (this.unread.get(id) ?? 0) + 1);
    this.draw();
  }

  draw() {
    const focused = document.activeElement?.dataset?.conversation;
    for (const [name, group] of Object.entries(GROUPS)) {
      const items = this.items.filter(group.has);
      const rows = items.map((item) => el("li", {}, this.ticket(item)));
      byId(name).replaceChildren(...(rows.length ? rows : [el("li", { class: "queue__empty" }, group.empty)]));
    }
    byId("others-group").hidden = !this.items.some(GROUPS.others.has);
    if (focused) document.querySelector(`[data-conversation="${focused}"]`)?.focus();
    this.tick();
    this.badge();
  }

  ticket(item) {
    const unread = this.unread.get(item.id);
    const facts = [words.languages[item.language], item.place, item.age, words.needs[item.need]].filter(Boolean).join(" · ");
    const wish = item.wants_human ? words.wants_human : item.declines_human ? words.declines_human : null;
    return el(
      "button",
      { class: `ticket ticket--${item.level}`, type: "button", "data-conversation": item.id, "aria-current": String(item.id === this.selected), onclick: () => this.onOpen(item.id) },
      el("span", { class: "ticket__first" },
        el("span", {}, levelAndTypes(item)),
        unread && el("span", { class: "badge" }, fill(words.unread, { count: unread }))),
      el("span", { class: "ticket__text" }, item.last_message ?? words.no_message),
      facts && el("span", { class: "ticket__small" }, facts),
      wish && el("span", { class: "ticket__small" }, wish),
      el("span", { class: "ticket__small" },
        item.waiting_since && el("span", { "data-since": item.waiting_since }),
        item.waiting_since && " · ",
        item.alarmed_at && el("span", { "data-alarmed": item.alarmed_at }),
        item.alarmed_at && " · ",
        item.owner && !item.mine ? `${fill(words.owned_by, item.owner)} · ` : null,
        item.connected ? words.present : words.absent),
    );
  }

  tick() {
    for (const node of document.querySelectorAll("[data-since]")) {
      node.textContent = fill(words.waits_since, { time: elapsed(node.dataset.since) });
    }
    for (const node of document.querySelectorAll("[data-alarmed]")) {
      node.textContent = fill(words.danger_since, { time: elapsed(node.dataset.alarmed) });
    }
  }

  badge() {
    const unread = [...this.unread.values()].reduce((sum, count) => sum + count, 0);
    const count = this.items.filter(GROUPS.waiting.has).length + unread;
    document.title = count ? `(${count}) ${words.title}` : words.title;
  }
}

function elapsed(since) {
  const seconds = Math.max(0, Math.floor((Date.now() - new Date(since)) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export function levelAndTypes({ level, types }) {
  const first = words.level[level];
  const kinds = types.slice(0, 2).map((type) => words.type[type]);
  return [first.charAt(0).toUpperCase() + first.slice(1), ...kinds].join(" · ");
}
