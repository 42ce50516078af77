// One conversation, from the visitor's side: open or resume, send, follow, erase.
import { byId, el, fill, newId, words } from "../shared/dom.js";
import { composer } from "../shared/composer.js";
import { TypingIndicator, tellTyping } from "../shared/typing.js";
import { call, CallError, pause } from "./http.js";
import { Log } from "./log.js";
import { forget, load, save } from "./session.js";
import { follow } from "./stream.js";

const TRIES = 3;

export class Chat {
  constructor(partner) {
    this.partner = partner || undefined;
    this.log = new Log(byId("log"), { onRetry: (id, text) => this.deliver(id, text) });
    this.typing = new TypingIndicator(byId("typing"), { bot: words.bot_typing, counsellor: words.counsellor_typing });
    this.queue = Promise.resolve(); // messages leave one after the other, in order
    composer(byId("composer"), byId("text"), (text) => this.send(text));
    tellTyping(byId("text"), () => this.state === "human" && this.ask("POST", "/typing").catch(() => {}));
    byId("restart").addEventListener("click", () => this.restart());
  }

  async start() {
    byId("composer").hidden = false;
    this.session = load();
    if (this.session && !(await this.resume())) this.session = null;
    if (!this.session) await this.ready().catch(() => this.setOffline(true, words.unavailable));
  }

  /** Shows the stored conversation again; returns false when it no longer exists or never began. */
  async resume() {
    try {
      const found = await this.ask("GET", "");
      const begun = found.messages.some((message) => message.sender === "visitor");
      if (!begun && found.language !== words.lang) return this.discard();
      this.receive(found);
      this.listen();
    } catch (error) {
      if (!error.lost) return this.discard();
      this.setOffline(true);
      this.listen(); // the stream brings everything once the network is back
    }
    return true;
  }

  discard() {
    this.ask("DELETE", "").catch(() => {});
    forget();
    return false;
  }

  /** Opens a conversation unless there is one; callers share one attempt. */
  ready() {
    if (this.session) return Promise.resolve();
    this.opening ??= this.open().finally(() => {
      this.opening = null;
    });
    return this.opening;
  }

  async open() {
    const created = await call("POST", "/v1/conversations", { body: { language: words.lang, partner: this.partner } });
    this.session = { id: created.id, token: created.token };
    save(this.session);
    this.setOffline(false);
    this.receive(created);
    this.listen();
  }

  ask(method, path, body) {
    return call(method, `/v1/conversations/${this.session.id}${path}`, { token: this.session.token, body });
  }

  send(text, title) {
    const id = newId();
    this.log.showOwn(id, text, title);
    this.suggest(null);
    this.deliver(id, text);
  }

  deliver(id, text) {
    this.log.setStatus(id, "sending", text);
    this.queue = this.queue.then(() => this.tryToDeliver(id, text));
  }

  async tryToDeliver(id, text) {
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      try {
        await this.ready();
        const answer = await this.ask("POST", "/messages", { text, client_message_id: id });
        this.log.setStatus(id, "sent");
        this.setOffline(false);
        return this.receive(answer);
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        if (error.status === 404) return this.end(words.forgotten);
        if (error.status === 409) return this.setState("closed");
        if (error.status === 422) byId("text-error").textContent = words.too_long;
        if (!error.lost) break;
        this.setOffline(true);
        if (attempt < TRIES) await pause(1500 * attempt);
      }
    }
    this.log.setStatus(id, "failed", text);
  }

  receive({ state, messages }) {
    for (const message of messages) this.show(message);
    this.setState(state);
  }

  show(message) {
    if (!this.log.show(message)) return;
    if (message.sender !== "visitor") this.typing.clear();
    this.suggest(message.sender === "visitor" ? null : message.buttons);
    if (document.hidden && message.sender !== "visitor") document.title = `• ${words.name}`;
  }

  suggest(buttons) {
    const box = byId("suggestions");
    const make = ({ title, payload }) => el("button", { class: "button button--small", type: "button", onclick: () => this.choose(payload, title) }, title);
    box.replaceChildren(...(buttons ?? []).map(make));
    box.hidden = !buttons?.length;
    this.log.scroll();
  }

  choose(payload, title) {
    this.send(payload, title);
    byId("text").focus();
  }

  setState(state) {
    const changed = state !== this.state;
    this.state = state;
    const line = byId("state");
    if (changed) line.textContent = words[`state_${state}`];
    line.dataset.state = state;
    if (state === "human") this.suggest(null);
    if (state === "closed") this.end(words.state_closed);
  }

  listen() {
    this.stopListening();
    this.stream = new AbortController();
    follow(`/v1/conversations/${this.session.id}/events`, this.session.token, {
      signal: this.stream.signal,
      onEvent: (name, data) => this.onEvent(name, data),
      onUp: () => this.setOffline(false),
      onDown: (status) => (status ? this.end(words.forgotten) : this.setOffline(!navigator.onLine)),
    });
  }

  stopListening() {
    this.stream?.abort();
    this.typing.clear();
  }

  onEvent(name, data) {
    if (name === "message") this.show(data);
    else if (name === "typing") this.typing.set(data.sender, data.typing);
    else if (name === "state") this.setState(data.state);
    else if (name === "queue") {
      const text = data.position === 1 ? words.state_waiting_next : words.state_waiting_position;
      byId("state").textContent = fill(text, data);
    }
  }

  setOffline(offline, text = words.offline) {
    const box = byId("offline");
    if (offline) box.textContent = text;
    if (box.hidden === !offline) return;
    box.hidden = !offline;
    if (offline) byId("numbers").open = true;
  }

  async erase() {
    await this.queue;
    if (this.session) await this.ask("DELETE", "").catch((error) => { if (error.status !== 404) throw error; });
    this.log.clear();
    this.end(words.erased);
  }

  /** The conversation is over here: nothing of it stays in this tab. */
  end(text) {
    this.stopListening();
    forget();
    this.session = null;
    this.suggest(null);
    byId("state").textContent = "";
    byId("composer").hidden = true;
    byId("after").hidden = false;
    byId("after-text").textContent = text;
    byId("after-text").focus();
  }

  async restart() {
    this.log.clear();
    this.state = null;
    byId("after").hidden = true;
    byId("composer").hidden = false;
    byId("text").focus();
    await this.ready().catch(() => this.setOffline(true, words.unavailable));
  }
}
