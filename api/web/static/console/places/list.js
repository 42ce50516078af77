// The list of shelters. Rebuilt at each change; what is focused or open stays so.
import { byId, el, fill, words } from "../../shared/dom.js";
import { history } from "./history.js";
import { agesText, clock, countText } from "./text.js";

export class ShelterList {
  constructor({ onHold, onRelease }) {
    this.onHold = onHold;
    this.onRelease = onRelease;
    this.root = byId("shelters");
    this.histories = new Map(); // service id → the opened history, and the reports that it tells of
  }

  draw(items) {
    const focused = document.activeElement?.dataset?.key;
    const rows = items.map((item) => this.row(item));
    this.root.replaceChildren(...(rows.length ? rows : [el("li", { class: "shelter" }, words.nobody)]));
    const outdated = (item) => this.histories.has(item.service_id) && this.histories.get(item.service_id).of !== reportsOf(item);
    items.filter(outdated).forEach((item) => this.openHistory(item));
    if (focused) this.root.querySelector(`[data-key="${CSS.escape(focused)}"]:not([disabled])`)?.focus();
  }

  focus(serviceId) {
    const row = byId(`shelter-${serviceId}`);
    row?.scrollIntoView({ block: "nearest" });
    row?.focus();
  }

  row(item) {
    const where = [...new Set([item.city, item.region, agesText(item)])].filter(Boolean).join(" · ");
    return el("li", { class: `shelter shelter--${item.state}`, id: `shelter-${item.service_id}`, tabindex: "-1", "data-key": item.service_id, "data-slug": item.slug },
      el("h3", {}, item.name),
      el("p", { class: "shelter__where" }, where),
      el("p", { class: "shelter__state" }, words.state[item.state]),
      item.units.map((unit) => this.unit(item, unit)),
      el("div", { class: "shelter__ways" }, item.phones.map(phone), item.units.length > 0 && this.historyButton(item)),
      this.histories.get(item.service_id)?.section);
  }

  unit(item, unit) {
    const total = unit.maximum === null ? "" : ` ${fill(words.of_total, { count: unit.maximum })}`;
    const name = words.unit_names[unit.unit];
    const may = unit.free > 0 && unit.freshness !== "hidden";
    return el("div", { class: "shelter__unit" },
      el("p", {}, el("strong", {}, countText(unit)), `${total} · `, el("time", { datetime: unit.updated_at, "data-age": "" }), ` · ${words.freshness[unit.freshness]}`),
      unit.note && el("p", { class: "shelter__note" }, unit.note),
      unit.holds.map((held) => this.held(item, held)),
      el("button", { class: "button button--small", type: "button", disabled: !may, "data-key": `hold-${item.service_id}-${unit.unit}`,
        "aria-label": fill(words.hold_for, { name: item.name, unit: name }), onclick: (event) => this.once(event, () => this.onHold(item, unit.unit)) }, words.hold));
  }

  held(item, held) {
    const time = clock(held.expires_at);
    const text = held.mine ? fill(words.held_by_me, { time }) : fill(words.held_by, { name: held.by.name, time });
    return el("p", { class: "shelter__held" }, text, " ", held.mine &&
      el("button", { class: "button button--small", type: "button", "data-key": `release-${held.id}`, "aria-label": `${words.release} : ${item.name}`,
        onclick: (event) => this.once(event, () => this.onRelease(item, held)) }, words.release));
  }

  /** Two presses in a row hold one place. */
  async once({ currentTarget: button }, work) {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    await work();
    button.removeAttribute("aria-busy");
  }

  historyButton(item) {
    const open = this.histories.has(item.service_id);
    const button = el("button", { class: "button button--small", type: "button", "data-key": `history-${item.service_id}`, "aria-expanded": String(open),
      "aria-label": fill(words.history_of, item) }, words.history);
    button.addEventListener("click", async () => {
      if (this.histories.has(item.service_id)) this.closeHistory(item);
      else await this.openHistory(item);
      button.setAttribute("aria-expanded", String(this.histories.has(item.service_id)));
    });
    return button;
  }

  closeHistory(item) {
    this.histories.get(item.service_id).section.remove();
    this.histories.delete(item.service_id);
  }

  async openHistory(item) {
    const opened = { section: await history(item), of: reportsOf(item) };
    this.histories.get(item.service_id)?.section.remove();
    this.histories.set(item.service_id, opened);
    byId(`shelter-${item.service_id}`)?.append(opened.section);
  }
}

const reportsOf = ({ units }) => units.map((unit) => unit.updated_at).join();

const phone = ({ number, display, hours }) => [
  el("a", { class: "button button--small", href: `tel:${number}` }, fill(words.call, { number: display })),
  hours && el("span", { class: "shelter__where" }, hours),
];
