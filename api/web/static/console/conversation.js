// The opened conversation: messages, context, and what the counsellor may do in its present state.
import { byId, el, fill, newId, words } from "../shared/dom.js";
import { composer } from "../shared/composer.js";
import { TypingIndicator, tellTyping } from "../shared/typing.js";
import { call, ofConversation } from "./http.js";
import { levelAndTypes } from "./queue.js";

export class Conversation {
  constructor({ onGone, onSessionOver }) {
    this.onGone = onGone;
    this.onSessionOver = onSessionOver;
    this.drafts = new Map();
    this.people = [];
    this.shown = new Set();
    this.loads = 0; // how many readings are under way: what arrives meanwhile waits for the last
    this.early = [];
    this.typing = new TypingIndicator(byId("visitor-typing"), { visitor: words.typing_visitor });
    composer(byId("reply-form"), byId("reply"), (text) => this.reply(text));
    composer(byId("note-form"), byId("note"), (text) => this.addNote(text));
    tellTyping(byId("reply"), () => call("POST", ofConversation(this.id, "/typing")).catch(() => {}));
    byId("close-no").addEventListener("click", () => byId("close-dialog").close());
    byId("close-yes").addEventListener("click", () => {
      byId("close-dialog").close();
      this.act("close");
    });
  }

  async open(id) {
    if (this.id) this.drafts.set(this.id, byId("reply").value);
    this.id = id;
    this.typing.clear();
    this.blank();
    byId("reply").value = this.drafts.get(id) ?? "";
    await this.reload();
    if (id !== this.id) return;
    (this.summary?.mine ? byId("reply") : byId("opened-actions").querySelector("button"))?.focus();
  }

  /** Nothing of the conversation left may be read, or acted on, as if it were of the one being opened. */
  blank() {
    this.drawn = null;
    this.summary = null;
    this.shown = new Set();
    byId("replying").hidden = true;
    for (const id of ["messages", "context", "opened-actions", "opened-error", "opened-state"]) byId(id).replaceChildren();
  }

  async reload() {
    const id = this.id;
    if (!id) return;
    this.loads += 1;
    const [detail, people] = await Promise.all([call("GET", ofConversation(id)), call("GET", "/v1/console/counsellors")]).catch((error) => {
      this.failed(error);
      return [];
    });
    this.loads -= 1;
    if (detail && id === this.id) this.drawAll(detail, people.items);
    if (!this.loads) this.early.splice(0).forEach(([of, message]) => this.arrived(of, message));
  }

  drawAll(detail, people) {
    this.people = people;
    this.drawn = null; // what the queue's news had drawn knew nobody to transfer to
    this.shown = new Set();
    byId("messages").replaceChildren();
    detail.messages.forEach((message) => this.show(message));
    this.drawNotes(detail.notes);
    this.setSummary(detail.summary);
    byId("choose").hidden = true;
    byId("opened").hidden = false;
  }

  /** Called with the queue's news: the state may have changed under our eyes. */
  setSummary(summary) {
    const key = JSON.stringify(summary);
    if (key === this.drawn) return;
    this.drawn = key;
    this.summary = summary;
    const owner = summary.owner && !summary.mine ? ` · ${fill(words.owned_by, summary.owner)}` : "";
    byId("opened-state").textContent = `${words.state[summary.state]}${owner}`;
    byId("replying").hidden = !summary.mine;
    byId("not-yours").hidden = summary.mine || summary.state === "closed";
    this.drawContext(summary);
    this.drawActions(summary);
    this.drawQuickReplies(summary);
  }

  drawContext(summary) {
    const facts = [
      [words.danger, levelAndTypes(summary)],
      [words.reasons, [...new Set(summary.reasons.map(reason))].join(", ") || null],
      [words.need, words.needs[summary.need]],
      [words.place, summary.place],
      [words.age, summary.age],
      [words.language, words.languages[summary.language]],
    ];
    byId("context").replaceChildren(
      ...facts.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, String(value ?? words.unknown)))),
    );
  }

  drawActions({ state, mine }) {
    const button = (label, action, style = "") => el("button", { class: `button button--small ${style}`, type: "button", onclick: action }, label);
    const actions = [];
    if (state === "waiting") actions.push(button(words.claim, () => this.act("claim"), "button--primary"));
    if (mine) {
      actions.push(this.transfer(), button(words.return, () => this.act("return")));
      actions.push(button(words.close, () => byId("close-dialog").showModal()));
    }
    byId("opened-actions").replaceChildren(...actions.flat());
  }

  transfer() {
    const others = this.people.filter((person) => person.id !== this.summary.owner.id);
    const select = el("select", { "aria-label": words.transfer, disabled: !others.length },
      el("option", { value: "" }, others.length ? words.transfer : words.nobody_else),
      others.map((person) => el("option", { value: person.id }, person.name)));
    const go = el("button", { class: "button button--small", type: "button", disabled: !others.length }, words.transfer_do);
    go.addEventListener("click", () => (select.value ? this.act("transfer", { counsellor_id: select.value }) : select.focus()));
    return [select, go];
  }

  drawQuickReplies({ language }) {
    const use = (text) => () => {
      const box = byId("reply");
      box.value = box.value ? `${box.value.trimEnd()} ${text}` : text;
      box.focus();
    };
    byId("quick").replaceChildren(
      ...words.replies[language].map((text) => el("button", { class: "button button--small", type: "button", lang: language, title: text, onclick: use(text) }, text)),
    );
  }

  drawNotes(notes) {
    byId("notes-count").textContent = notes.length ? `(${notes.length})` : "";
    const rows = notes.map(({ author, text, created_at: at }) => el("li", {}, `${author.name}, ${clock(at)} : ${text}`));
    byId("notes").replaceChildren(...(rows.length ? rows : [el("li", {}, words.no_notes)]));
  }

  /** A message came by the live connection. While a conversation is being read, its list is still another's. */
  arrived(id, message) {
    if (this.loads) this.early.push([id, message]);
    else if (id === this.id) this.show(message);
  }

  show(message) {
    if (this.shown.has(message.id)) return;
    this.shown.add(message.id);
    if (message.sender === "visitor") this.typing.clear();
    const list = byId("messages");
    const text = [message.question, message.text].filter(Boolean).join("\n");
    const names = message.resources?.map((resource) => resource.name).join(", ");
    list.append(
      el("div", { class: `said said--${message.sender}`, lang: message.language },
        el("p", { class: "said__who" }, `${words[message.sender]}, ${clock(message.sent_at)}`),
        el("div", { class: "said__body" }, text, names && `${text ? "\n" : ""}${fill(words.suggested, { list: names })}`)),
    );
    list.scrollTop = list.scrollHeight;
  }

  async act(action, body) {
    byId("opened-error").textContent = "";
    try {
      this.setSummary(await call("POST", ofConversation(this.id, `/${action}`), body));
      await this.reload();
      if (action === "claim") byId("reply").focus();
    } catch (error) {
      this.failed(error);
    }
  }

  async reply(text) {
    const id = this.id;
    // The same text tried again keeps its id, so that it is never sent twice.
    if (this.unsent?.text !== text || this.unsent.id !== id) this.unsent = { id, text, key: newId() };
    try {
      const message = await call("POST", ofConversation(id, "/messages"), { text, client_message_id: this.unsent.key });
      this.unsent = null;
      byId("opened-error").textContent = "";
      this.arrived(id, message);
    } catch (error) {
      if (id === this.id) byId("reply").value = text;
      else this.drafts.set(id, text);
      this.failed(error);
    }
  }

  async addNote(text) {
    try {
      await call("POST", ofConversation(this.id, "/notes"), { text });
      this.drawNotes((await call("GET", ofConversation(this.id))).notes);
    } catch (error) {
      byId("note").value = text;
      this.failed(error);
    }
  }

  failed({ status }) {
    if (status === 401) return this.onSessionOver();
    if (status === 404) return this.leave(words.gone);
    byId("opened-error").textContent = status === 409 ? words.conflict : words.failed;
    if (status === 409) this.reload();
  }

  leave(text = words.choose) {
    this.id = null;
    this.drawn = null;
    byId("opened").hidden = true;
    byId("choose").hidden = false;
    byId("choose").textContent = text;
    this.onGone();
  }
}

const clock = (at) => new Intl.DateTimeFormat(words.lang === "fr" ? "fr-CA" : "en-CA", { hour: "2-digit", minute: "2-digit" }).format(new Date(at));

/** "together:model:high" → "Messages pris ensemble : élevé" */
function reason(key) {
  const [kind] = key.split(":");
  return fill(words.reason[kind] ?? key, { level: words.level[key.split(":").at(-1)] ?? "" });
}
