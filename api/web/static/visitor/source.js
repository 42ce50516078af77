// Where a fact comes from, in small print: each source once, with the date at which it was read.
import { el, fill, words } from "../shared/dom.js";

export function sourceList(sources) {
  const links = sources.flatMap((source, index) => [index > 0 && " · ", link(source)]);
  const label = sources.length > 1 ? words.fact_sources : words.fact_source;
  return el("p", { class: "message__sources" }, label, " ", links, ", ", checked(sources[0]));
}

function link({ title, url }) {
  if (!url?.startsWith("http")) return title;
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, title);
}

/** "vérifié en juin 2025", or "en 2024 (date estimée)": never more precise than what is known. */
function checked({ as_of: asOf, as_of_estimated: estimated }) {
  const [year, month] = asOf.split("-").map(Number);
  const format = new Intl.DateTimeFormat(words.lang, { year: "numeric", month: month ? "long" : undefined, timeZone: "UTC" });
  return fill(estimated ? words.fact_checked_estimated : words.fact_checked, { date: format.format(Date.UTC(year, (month || 1) - 1, 15)) });
}
