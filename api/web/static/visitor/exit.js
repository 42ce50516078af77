// Leaving fast: the page is emptied before anything else, this tab forgets, and the history keeps a neutral page instead.
import { forget } from "./session.js";

const TWICE_WITHIN = 1500;

export function leave(to) {
  document.body.replaceChildren();
  document.title = " ";
  forget();
  const top = window.top ?? window; // inside a partner's page, the whole page must go
  try {
    top.location.replace(to);
  } catch {
    window.location.replace(to);
  }
}

export function installExit(button) {
  const to = button.dataset.to;
  button.addEventListener("click", () => leave(to));
  let last = -Infinity;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (event.timeStamp - last < TWICE_WITHIN) leave(to);
    last = event.timeStamp;
  });
  // Coming "back" must not bring the page back from the browser's memory.
  window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
}
