// The page of places: read whole at each change, which the console's stream of events announces.
import { byId, el, fill, setClock, timeNow, words } from "../../shared/dom.js";
import { CallError, call, setCsrf } from "../http.js";
import { ShelterList } from "./list.js";
import { PlacesMap } from "./map.js";
import { countText, tick } from "./text.js";

const RETRY = 2000;
const TICK = 10000;
const list = new ShelterList({ onHold: hold, onRelease: release });
const map = new PlacesMap(byId("map"), { onPick: (shelter) => list.focus(shelter.service_id) });
let known = null; // free places by shelter at the last look; null before the first
let timer = null;
let asked = 0;

byId("filters").addEventListener("input", () => {
  known = null;
  read({ fit: true });
});
byId("filters").addEventListener("submit", (event) => event.preventDefault());
byId("map-all").addEventListener("click", () => map.fitAll());
setInterval(tick, TICK);
enter();

async function enter() {
  try {
    setCsrf((await call("GET", "/v1/console/session")).csrf_token);
  } catch (error) {
    return error.status === 401 ? close() : setTimeout(enter, RETRY);
  }
  byId("filters").hidden = byId("board").hidden = false;
  map.setGround(await call("GET", `/v1/console/availability/map?language=${words.lang}`));
  await read({ fit: true });
  follow();
}

function close() {
  byId("closed").hidden = false;
  byId("filters").hidden = byId("board").hidden = true;
}

async function read({ fit = false } = {}) {
  const mine = ++asked;
  try {
    const [panel, due] = await Promise.all([call("GET", `/v1/console/availability?${query()}`), call("GET", "/v1/console/availability/reminders")]);
    if (mine !== asked) return; // a later question was asked meanwhile
    byId("error").textContent = "";
    setClock(panel.now);
    show(panel.items, due.items, fit);
  } catch (error) {
    failed(error);
  }
}

function query() {
  const sent = new URLSearchParams({ language: words.lang });
  for (const [name, value] of new FormData(byId("filters"))) if (value) sent.append(name, value);
  return sent;
}

function show(items, due, fit) {
  announce(items);
  byId("count").textContent = fill(items.length === 1 ? words.count_one : words.count_many, { count: items.length });
  list.draw(items);
  map.draw(items);
  if (fit) map.fit();
  drawReminders(due);
  tick();
  wakeAtNextTurn(items);
}

function announce(items) {
  const free = new Map(items.map((item) => [item.service_id, JSON.stringify(item.units.map((unit) => [unit.unit, unit.available]))]));
  const news = known && items.find((item) => item.units.length && known.get(item.service_id) !== free.get(item.service_id));
  if (news) say(fill(words.changed, { name: news.name, count: news.units.map(countText).join(", ") }));
  known = free;
}

const say = (text) => {
  byId("announce").textContent = text;
};

function drawReminders(due) {
  const age = (at) => el("time", { datetime: at, "data-age": "" });
  const rows = due.map((item) =>
    el("li", {}, `${item.name} · ${countText({ unit: item.unit, free: item.available })} · `, age(item.updated_at),
      item.sent_at && [` · ${words.reminder_sent} `, age(item.sent_at)]));
  byId("reminders").replaceChildren(...(rows.length ? rows : [el("li", {}, words.no_reminders)]));
}

/** A count turns old and a hold ends without anybody saying so: look again at that very moment. */
function wakeAtNextTurn(items) {
  clearTimeout(timer);
  const moments = items.flatMap(({ units }) => units.flatMap((unit) => [unit.confirm_at, unit.hide_at, ...unit.holds.map((held) => held.expires_at)]));
  const waits = moments.map((moment) => new Date(moment).getTime() - timeNow()).filter((wait) => wait > 0);
  if (waits.length) timer = setTimeout(read, Math.min(Math.min(...waits) + 300, 2 ** 31 - 1));
}

async function hold(shelter, unit) {
  await act(() => call("POST", `/v1/console/availability/${shelter.service_id}/holds`, { unit }), fill(words.held, shelter));
}

async function release(shelter, held) {
  await act(() => call("DELETE", `/v1/console/availability/holds/${held.id}`), fill(words.released, shelter));
}

async function act(work, done) {
  try {
    await work();
    await read();
    say(done);
  } catch (error) {
    await read();
    failed(error);
  }
}

function failed(error) {
  if (!(error instanceof CallError)) throw error;
  if (error.status === 401) return close();
  byId("error").textContent = error.status === 409 ? words.none_left : words.failed;
}

function follow() {
  const stream = new EventSource("/v1/console/events");
  stream.addEventListener("open", () => {
    byId("lost").hidden = true;
    read(); // what was said while the connection was down
  });
  stream.addEventListener("availability", () => read());
  stream.addEventListener("error", async () => {
    byId("lost").hidden = false;
    if (stream.readyState !== EventSource.CLOSED) return;
    try {
      setCsrf((await call("GET", "/v1/console/session")).csrf_token);
    } catch (error) {
      if (error.status === 401) return close();
    }
    setTimeout(follow, RETRY);
  });
}
