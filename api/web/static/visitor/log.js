// The list of messages. Each message is shown once, whichever road it came by (answer, event, reload).
import { el, words } from "../shared/dom.js";
import { resourceCard, shortCard } from "./resource.js";
import { sourceList } from "./source.js";

const SPECIAL = ["safety", "escalation", "notice"];

export class Log {
  constructor(list, { onRetry }) {
    this.list = list;
    this.onRetry = onRetry;
    this.shown = new Set();
    this.own = new Map(); // client_message_id → the node of a message this page sent
    this.titles = new Map(); // payload → title of the buttons seen
    this.anchor = null;
  }

  /** Returns whether the message was new. */
  show(message) {
    if (this.shown.has(message.id)) return false;
    this.shown.add(message.id);
    for (const { title, payload } of message.buttons ?? []) this.titles.set(payload, title);
    if (message.sender === "visitor" && this.own.has(message.client_message_id)) {
      this.setStatus(message.client_message_id, "sent");
      return false;
    }
    this.append(this.render(message), message.sender);
    return true;
  }

  /** Shows what the visitor just sent, before the server has it. */
  showOwn(id, text, title) {
    if (title) this.titles.set(text, title);
    const node = this.render({ sender: "visitor", kind: "text", text });
    this.own.set(id, node);
    this.append(node, "visitor");
    this.setStatus(id, "sending", text);
  }

  setStatus(id, status, text) {
    const node = this.own.get(id);
    if (!node) return;
    node.querySelector(".message__status")?.remove();
    if (status === "sent") return;
    const failed = status === "failed";
    const again = failed && el("button", { class: "button button--small", type: "button", onclick: () => this.onRetry(id, text) }, words.retry);
    node.append(
      el("p", { class: `message__status ${failed ? "message__status--failed" : ""}` }, failed ? words.failed : words.sending, " ", again),
    );
    this.scroll();
  }

  render({ sender, kind, text, language, resources, question, sources }) {
    const kindClass = SPECIAL.includes(kind) ? `message--${kind}` : "";
    const shown = sender === "visitor" ? this.titles.get(text) ?? text : text;
    return el(
      "div",
      { class: `message message--${sender} ${kindClass}`, lang: language },
      el("p", { class: "message__who" }, words[sender === "visitor" ? "you" : sender]),
      shown && el("div", { class: "message__body" }, question && el("p", { class: "message__question" }, question), shown),
      sources?.length > 0 && sourceList(sources),
      kind === "safety" && emergency(),
      resources?.length > 0 && el("ul", { class: "cards" }, kind === "safety" ? others(resources).map(shortCard) : resources.map(resourceCard)),
    );
  }

  append(node, sender) {
    this.list.append(node);
    if (sender !== "bot" || !this.anchor) this.anchor = node;
    this.scroll();
  }

  /** A long answer is shown from its beginning: the last thing a person said stays in sight above it. */
  scroll() {
    if (!this.anchor) return;
    const end = this.list.scrollHeight - this.list.clientHeight;
    this.list.scrollTop = Math.min(end, this.anchor.offsetTop - this.list.offsetTop - 4);
  }

  clear() {
    this.list.replaceChildren();
    this.shown.clear();
    this.own.clear();
    this.anchor = null;
  }
}

const emergency = () =>
  el("p", { class: "message__emergency" }, el("a", { class: "button button--danger", href: "tel:911" }, words.emergency_action));

/** 911 has its own button, before all the others. */
const others = (resources) => resources.filter(({ phones }) => !phones.some(({ number }) => number === "911"));
