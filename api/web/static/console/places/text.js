// Counts and times in words.
import { ago, timeNow, words } from "../../shared/dom.js";

/** "3 lits libres" */
export function countText({ unit, free }) {
  const [one, many] = words.units[unit];
  return `${free} ${free === 1 || (words.lang === "fr" && free === 0) ? one : many}`;
}

export function agesText({ min_age: low, max_age: high }) {
  if (low !== null && high !== null) return words.ages.replace("{low}", low).replace("{high}", high);
  if (low !== null) return words.age_from.replace("{low}", low);
  return high === null ? null : words.age_to.replace("{high}", high);
}

const locale = words.lang === "fr" ? "fr-CA" : "en-CA";
const zone = { timeZone: "America/Toronto" };
export const clock = (at) => new Intl.DateTimeFormat(locale, { ...zone, hour: "2-digit", minute: "2-digit" }).format(new Date(at));
export const dateAndClock = (at) => new Intl.DateTimeFormat(locale, { ...zone, dateStyle: "medium", timeStyle: "short" }).format(new Date(at));
export const percent = (share) => new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(share);

/** Every age on the page goes on growing while the page stays open. */
export function tick() {
  for (const node of document.querySelectorAll("time[data-age]")) {
    const text = ago(node.dateTime, timeNow());
    if (node.textContent !== text) node.textContent = text;
  }
}
