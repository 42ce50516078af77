// What a shelter said, and how full it was each day: a chart for the eye, and a table with the same figures.
import { el, fill, words } from "../../shared/dom.js";
import { call } from "../http.js";
import { svg } from "./svg.js";
import { dateAndClock, percent } from "./text.js";

const BAR = 14;
const HEIGHT = 90;
const SHOWN = 20;

export async function history(item) {
  let found;
  try {
    found = await call("GET", `/v1/console/availability/${item.service_id}/history`);
  } catch {
    return el("p", { class: "history" }, words.failed);
  }
  if (!found.days.length) return el("p", { class: "history" }, words.no_history);
  return el("section", { class: "history", "aria-label": fill(words.history_of, item) },
    el("h4", {}, words.occupancy), ...charts(found.days), table(found.days, item.name), el("h4", {}, words.changes), changes(found.changes));
}

function charts(days) {
  const units = [...new Set(days.map((day) => day.unit))];
  return units.flatMap((unit) => [units.length > 1 && el("p", {}, words.unit_names[unit]), chart(days.filter((day) => day.unit === unit && day.occupancy !== null))]);
}

function chart(days) {
  if (!days.length) return null;
  const width = days.length * BAR;
  const bars = days.map(({ occupancy }, at) => {
    const height = Math.max(1, occupancy * HEIGHT);
    return svg("rect", { class: "chart__bar", x: at * BAR + 2, y: HEIGHT - height, width: BAR - 4, height });
  });
  const lines = [0, 0.5, 1].map((share) => svg("line", { class: "chart__line", x1: 0, x2: width, y1: HEIGHT - share * HEIGHT, y2: HEIGHT - share * HEIGHT }));
  return svg("svg", { class: "chart", role: "img", "aria-label": words.occupancy_chart, viewBox: `0 -1 ${width} ${HEIGHT + 2}`, width: width * 1.5, height: HEIGHT }, ...lines, ...bars);
}

function table(days, name) {
  const heads = [words.day, words.unit, words.occupied, words.free_range, words.reports, words.known];
  const rows = [...days].reverse().map((day) =>
    el("tr", {},
      el("th", { scope: "row" }, day.day),
      el("td", {}, words.unit_names[day.unit]),
      el("td", {}, day.occupancy === null ? words.unknown : percent(day.occupancy)),
      el("td", {}, day.least === day.most ? String(day.least) : `${day.least}–${day.most}`),
      el("td", {}, String(day.reports)),
      el("td", {}, percent(day.known))));
  return el("div", { class: "history__scroll", tabindex: "0", role: "region", "aria-label": `${words.occupancy} · ${name}` },
    el("table", {}, el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))), el("tbody", {}, rows)));
}

function changes(found) {
  const rows = found.slice(0, SHOWN).map(({ at, unit, how, who, before, after }) =>
    el("li", {}, fill(before ? words.change : words.first_change, {
      at: dateAndClock(at), before: before?.available, after: figures(after), unit: words.unit_names[unit].toLowerCase(), how: words.how[how], who: who.slice(0, 8),
    })));
  return el("ul", { class: "history__changes" }, rows);
}

const figures = ({ available, maximum }) => (maximum === null ? String(available) : `${available}/${maximum}`);
