// For a partner's page: <script src="https://…/static/widget.js" data-partner="mifi" data-language="fr" defer></script>
// A button opens the conversation in a frame of ours; nothing is stored on the partner's side.
(() => {
  const script = document.currentScript;
  const home = new URL(script.src).origin;
  const language = (script.dataset.language || document.documentElement.lang || "fr").startsWith("en") ? "en" : "fr";
  const label = language === "en" ? { open: "Talk to someone who can help", close: "Close" } : { open: "Parler à quelqu'un qui peut aider", close: "Fermer" };
  const address = new URL("/embed", home);
  address.searchParams.set("lang", language);
  if (script.dataset.partner) address.searchParams.set("partner", script.dataset.partner);

  const place = document.createElement("div");
  const root = place.attachShadow({ mode: "open" }); // the partner's styles stay out
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    button { font: 600 16px system-ui, sans-serif; min-height: 48px; padding: 10px 18px; border: 2px solid #fff; border-radius: 24px; background: #1f5f5b; color: #fff; cursor: pointer; }
    button:focus-visible { outline: 3px solid #0b57d0; outline-offset: 2px; }
    .dock { position: fixed; right: 16px; bottom: 16px; z-index: 2147483000; display: flex; flex-direction: column; align-items: flex-end; gap: 8px; }
    iframe { width: min(420px, calc(100vw - 32px)); height: min(640px, calc(100vh - 96px)); border: 1px solid #cfd5d1; border-radius: 12px; background: #fff; }
    [hidden] { display: none; }`);
  root.adoptedStyleSheets = [sheet];
  const dock = document.createElement("div");
  dock.className = "dock";
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label.open;
  button.setAttribute("aria-expanded", "false");
  dock.append(button);
  root.append(dock);

  let frame = null;
  button.addEventListener("click", () => {
    if (!frame) {
      frame = document.createElement("iframe");
      frame.src = address.href;
      frame.title = label.open;
      frame.referrerPolicy = "no-referrer";
      frame.hidden = true;
      dock.prepend(frame);
    }
    frame.hidden = !frame.hidden;
    button.textContent = frame.hidden ? label.open : label.close;
    button.setAttribute("aria-expanded", String(!frame.hidden));
    if (!frame.hidden) frame.focus();
  });
  document.body.append(place);
})();
