// The visitor's page, ours or inside a partner's.
import { byId, words } from "../shared/dom.js";
import { Chat } from "./chat.js";
import { installExit } from "./exit.js";

installExit(byId("quit"));
const chat = new Chat(byId("chat").dataset.partner);
installErase();
installLanguage();
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) document.title = words.title;
});
chat.start();
if (window.matchMedia("(pointer: fine)").matches && window.top === window) byId("text").focus();

function installErase() {
  const dialog = byId("erase-dialog");
  byId("erase").addEventListener("click", () => {
    byId("erase-waiting").hidden = !["waiting", "human"].includes(chat.state);
    byId("erase-error").textContent = "";
    dialog.showModal();
  });
  byId("erase-no").addEventListener("click", () => dialog.close());
  byId("erase-yes").addEventListener("click", async () => {
    try {
      await chat.erase();
      dialog.close();
    } catch {
      byId("erase-error").textContent = words.erase_failed;
    }
  });
}

/** Changing the page's language leaves no step behind in the history. */
function installLanguage() {
  byId("language").addEventListener("click", (event) => {
    event.preventDefault();
    window.location.replace(event.currentTarget.href);
  });
}
