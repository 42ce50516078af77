// Elements are built, never parsed from text: what people write cannot become markup.
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const byId = (id) => document.getElementById(id);

export const words = JSON.parse(byId("words").textContent);

/** "à {km} km", {km: 3} → "à 3 km" */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID(); // absent on plain http
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

let skew = 0;

/** A device whose clock is wrong must not make an old count look fresh: the server's time is the one that counts. */
export function setClock(serverTime) {
  const server = Date.parse(serverTime ?? "");
  if (!Number.isNaN(server)) skew = server - Date.now();
}

export const timeNow = () => Date.now() + skew;

/** "il y a 25 min", in the page's language. */
export function ago(isoTime, now = timeNow()) {
  const minutes = Math.round((new Date(isoTime).getTime() - now) / 60000);
  const format = new Intl.RelativeTimeFormat(words.lang, { numeric: "auto" });
  if (minutes > -60) return format.format(Math.min(minutes, 0), "minute");
  if (minutes > -60 * 24) return format.format(Math.round(minutes / 60), "hour");
  return format.format(Math.round(minutes / 1440), "day");
}
