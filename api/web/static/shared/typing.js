// A typing indicator that always stops: each signal holds for a limited time, and a message ends it.
const HOLD = { bot: 8000, counsellor: 6000, visitor: 6000 };

export class TypingIndicator {
  constructor(node, labels) {
    this.node = node;
    this.labels = labels;
  }

  set(sender, typing) {
    clearTimeout(this.timer);
    this.node.textContent = typing ? this.labels[sender] ?? "" : "";
    if (typing) this.timer = setTimeout(() => this.set(sender, false), HOLD[sender]);
  }

  clear() {
    this.set("bot", false);
  }
}

/** Calls `send` at most every three seconds while the person writes. */
export function tellTyping(textarea, send) {
  let last = 0;
  textarea.addEventListener("input", () => {
    if (!textarea.value.trim() || Date.now() - last < 3000) return;
    last = Date.now();
    send();
  });
}
