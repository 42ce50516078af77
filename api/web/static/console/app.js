// The console: logging in, then the desk, kept up to date by one stream of events.
import { byId, fill, words } from "../shared/dom.js";
import { Conversation } from "./conversation.js";
import { call, setCsrf } from "./http.js";
import { Queue } from "./queue.js";
import { chime, installSound } from "./sound.js";

const RETRY = 2000;
const queue = new Queue({ onOpen: open, onNewWaiting, onDanger });
const conversation = new Conversation({ onGone: () => show(null), onSessionOver: () => logOut(words.session_over) });
let stream = null;

installSound();
byId("login-form").addEventListener("submit", logIn);
byId("log-out").addEventListener("click", async () => {
  await call("POST", "/console/logout").catch(() => {});
  logOut("");
});
byId("back").addEventListener("click", () => conversation.leave());
document.addEventListener("visibilitychange", () => !document.hidden && queue.selected && queue.select(queue.selected));
enter();

async function enter() {
  try {
    start(await call("GET", "/v1/console/session"));
  } catch (error) {
    logOut(error.status === 401 ? "" : words.login_failed);
  }
}

async function logIn(event) {
  event.preventDefault();
  const { username, password } = Object.fromEntries(new FormData(event.target));
  byId("login-error").textContent = "";
  try {
    const session = await call("POST", "/console/login", { username, password });
    event.target.reset();
    start(session);
  } catch ({ status }) {
    byId("login-error").textContent = { 401: words.login_wrong, 422: words.login_wrong, 429: words.login_too_many }[status] ?? words.login_failed;
    byId("password").focus();
  }
}

function start({ counsellor, csrf_token: token }) {
  setCsrf(token);
  byId("who").textContent = counsellor.name;
  setDesk(true);
  follow();
}

function logOut(text) {
  stream?.close();
  setDesk(false);
  byId("who").textContent = "";
  byId("login-error").textContent = text;
  byId("username").focus();
}

function setDesk(open) {
  byId("login").hidden = open;
  for (const id of ["desk", "log-out", "sound"]) byId(id).hidden = !open;
}

function follow() {
  stream?.close();
  stream = new EventSource("/v1/console/events");
  const on = (name, act) => stream.addEventListener(name, (event) => act(JSON.parse(event.data)));
  stream.addEventListener("open", async () => {
    byId("lost").hidden = true;
    await conversation.reload(); // what was said while the connection was down
  });
  on("queue", onQueue);
  on("message", onMessage);
  on("typing", ({ conversation_id: id, sender, typing }) => {
    if (id === conversation.id && sender === "visitor") conversation.typing.set(sender, typing);
  });
  stream.addEventListener("error", onLost);
}

/** EventSource gives up on an error answer (a session that ended, a server that restarts): look why, and try again. */
async function onLost() {
  byId("lost").hidden = false;
  if (stream.readyState !== EventSource.CLOSED) return;
  try {
    setCsrf((await call("GET", "/v1/console/session")).csrf_token);
  } catch (error) {
    if (error.status === 401) return logOut(words.session_over);
  }
  setTimeout(follow, RETRY);
}

function onQueue({ items }) {
  queue.update(items);
  const current = items.find((item) => item.id === conversation.id);
  if (current) conversation.setSummary(current);
  else if (conversation.id) conversation.reload(); // closed, given back or erased meanwhile
}

function onMessage({ conversation_id: id, message }) {
  conversation.arrived(id, message);
  if (message.sender === "visitor") queue.addUnread(id);
}

function onNewWaiting(item) {
  chime();
  byId("announce").textContent = fill(words.new_waiting, { level: words.level[item.level] });
}

function onDanger(item) {
  chime();
  byId("announce").textContent = fill(words.danger_again, { level: words.level[item.level] });
}

async function open(id) {
  show(id);
  await conversation.open(id);
}

function show(id) {
  queue.select(id);
  byId("desk").dataset.open = String(Boolean(id));
}
