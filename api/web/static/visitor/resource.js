// One organisation: what it is, why it was chosen, how to reach it, how sure we are.
import { el, fill, newId, words } from "../shared/dom.js";
import { call } from "./http.js";
import { places } from "./places.js";

/** Characters of a date that says no day ("2024-06"). */
const YEAR_AND_MONTH = 7;

/** In danger only what reaches somebody: a name and its numbers. */
export function shortCard({ slug, name, phones, chat_url: chat }) {
  return el(
    "li",
    { class: "card", "data-slug": slug },
    el("h2", {}, name),
    el("div", { class: "card__ways" }, phones.map(phone), links({ chat_url: chat })),
  );
}

export function resourceCard(resource) {
  return el(
    "li",
    { class: "card", "data-slug": resource.slug },
    el("h2", {}, resource.name, near(resource)),
    resource.summary && el("p", {}, resource.summary),
    words.translation[resource.translation] && el("p", { class: "card__translation" }, words.translation[resource.translation]),
    resource.why.length > 0 && el("ul", { class: "card__why", "aria-label": words.why }, resource.why.map((why) => el("li", {}, why))),
    places(resource.availability),
    el("div", { class: "card__ways" }, resource.phones.map(phone), links(resource)),
    address(resource.address),
    proof(resource),
    reporting(resource),
  );
}

function near({ distance_km: km }) {
  if (km === null || km === undefined || km < 1) return null; // from the middle of a town: under a kilometre means nothing
  const figure = km < 10 ? km.toFixed(1).replace(/[.,]0$/, "") : String(Math.round(km));
  return el("span", { class: "card__near" }, ` ·\u00a0${fill(words.distance, { km: words.lang === "fr" ? figure.replace(".", ",") : figure })}`);
}

function phone({ number, display, type, label, hours }) {
  const text = fill(type === "sms" ? words.text_to : words.call, { number: display });
  const extra = [words.label[label] ?? label, hours].filter(Boolean).join(" · ");
  return [
    el("a", { class: "button button--primary", href: `${type === "sms" ? "sms" : "tel"}:${number}` }, text),
    extra && el("span", { class: "card__hours" }, extra),
  ];
}

function links({ website, chat_url: chat, email }) {
  const outside = { class: "button", target: "_blank", rel: "noopener noreferrer" };
  return [
    chat && el("a", { ...outside, href: chat }, words.chat),
    website && el("a", { ...outside, href: website }, words.website),
    email && el("a", { class: "button", href: `mailto:${email}` }, words.email),
  ];
}

function address(found) {
  if (!found) return null;
  const line = [found.street, found.city, found.postal_code].filter(Boolean).join(", ");
  return line && el("p", {}, line);
}

function proof({ verified_on: on, sources }) {
  const verified = on ? fill(on.length > YEAR_AND_MONTH ? words.verified : words.verified_in, { date: on }) : words.not_verified;
  const known = sources.filter((source) => source.url);
  if (!known.length) return el("p", { class: "card__proof" }, verified);
  const items = known.map(({ url, what, page_date: date }) =>
    el("li", {}, el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, what || url), date && ` (${date})`));
  return el("details", { class: "card__proof" }, el("summary", {}, `${verified} · ${words.sources}`), el("ul", {}, items));
}

/** Saying that something here is wrong: opened on demand, sent without anything that tells who. */
function reporting({ id }) {
  const said = words.report;
  const [what, note] = [newId(), newId()];
  const status = el("p", { role: "status", tabindex: "-1" });
  const form = el(
    "form",
    { method: "post" },
    el("label", { for: what }, said.what),
    el("select", { id: what, name: "what", required: true }, Object.entries(said.kinds).map(([code, text]) => el("option", { value: code }, text))),
    el("label", { for: note }, said.note),
    el("textarea", { id: note, name: "note", rows: "2", maxlength: "300", autocomplete: "off", "aria-describedby": `${note}-hint` }),
    el("p", { id: `${note}-hint` }, said.hint),
    el("button", { class: "button button--small", type: "submit" }, said.send),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = Object.fromEntries(new FormData(form));
    status.textContent = said.sending;
    try {
      await call("POST", `/v1/resources/${id}/reports`, { body: { what: body.what, note: body.note.trim() || null } });
      form.hidden = true;
      status.textContent = said.thanks;
      status.focus();
    } catch (error) {
      status.textContent = error.status === 429 ? said.too_many : said.failed;
    }
  });
  return el("details", { class: "card__report" }, el("summary", {}, said.title), form, status);
}
