// Places that a shelter reported. Their age goes on growing while the page stays open: past the shelter's own limit they
// are to be confirmed, then they go away.
import { ago, el, fill, timeNow, words } from "../shared/dom.js";

const TICK = 10000;
const shown = new Map(); // node → the count it shows

setInterval(() => shown.forEach(write), TICK);

export function places(availability) {
  if (!availability) return null;
  const node = el("div", { class: "card__places" });
  for (const count of availability.units ?? [availability]) {
    const line = el("p", {});
    node.append(line);
    shown.set(line, count);
    write(count, line);
  }
  return node;
}

function write(count, line) {
  const { available, unit, updated_at: at, confirm_at: confirm, hide_at: hide } = count;
  const past = (moment) => Boolean(moment) && new Date(moment).getTime() <= timeNow();
  if (past(hide)) {
    shown.delete(line);
    line.remove();
    return;
  }
  const text = available === 0 ? words.availability_none : available === 1 ? words.availability_one : words.availability_many;
  const [one, many] = words.units[unit];
  const name = available > 1 ? many : one;
  const caution = past(confirm) || count.stale ? `${words.to_confirm}, ${words.call_first}` : words.call_first;
  const said = `${fill(text, { count: available, unit: name, age: ago(at) })}${words.lang === "fr" ? "\u00a0" : ""}: ${caution}`;
  if (line.textContent !== said) line.textContent = said;
}
