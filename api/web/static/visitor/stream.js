// Server-sent events over fetch: EventSource cannot carry an Authorization header, and the token must not be in an address.
import { pause } from "./http.js";

const SILENCE = 40000; // the server pings every 15 s; a longer silence is a dead connection

export async function follow(path, token, { onEvent, onUp, onDown, signal }) {
  let last = "";
  let wait = 1000;
  while (!signal.aborted) {
    try {
      const answer = await open(path, token, last, signal);
      if (answer.status === 401 || answer.status === 404) return onDown(answer.status);
      if (!answer.ok) throw new Error(String(answer.status));
      onUp();
      wait = 1000;
      for await (const event of events(answer.body)) {
        if (event.id) last = event.id;
        if (event.data) onEvent(event.name, JSON.parse(event.data));
      }
    } catch {
      // fall through: the connection is gone
    }
    if (signal.aborted) return;
    onDown(0);
    await pause(wait);
    wait = Math.min(wait * 2, 10000);
  }
}

function open(path, token, last, signal) {
  const headers = { Authorization: `Bearer ${token}`, Accept: "text/event-stream" };
  if (last) headers["Last-Event-ID"] = last;
  return fetch(path, { headers, signal, credentials: "omit", cache: "no-store" });
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    while (true) {
      const { value, done } = await withinSilence(reader.read());
      if (done) return;
      rest += value;
      const blocks = rest.split(/\r?\n\r?\n/);
      rest = blocks.pop();
      for (const block of blocks) yield parse(block);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function withinSilence(reading) {
  let timer;
  const silence = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("silence")), SILENCE);
  });
  return Promise.race([reading, silence]).finally(() => clearTimeout(timer));
}

export function parse(block) {
  const event = { name: "message", id: "", data: "" };
  for (const line of block.split(/\r?\n/)) {
    const [, field, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (field === "event") event.name = value;
    else if (field === "id") event.id = value;
    else if (field === "data") event.data += (event.data ? "\n" : "") + value;
  }
  return event;
}
