// A text box that grows, sends with Enter and breaks the line with Shift+Enter (never in the middle of a composition).
export function composer(form, textarea, submit) {
  const grow = () => {
    textarea.style.height = "auto";
    textarea.style.height = `${textarea.scrollHeight + 2}px`;
  };
  const send = () => {
    const text = textarea.value.trim();
    if (!text) return textarea.focus();
    textarea.value = "";
    grow();
    submit(text);
  };
  textarea.addEventListener("input", grow);
  textarea.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
}
