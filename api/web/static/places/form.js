// The shelter's form works without this: here + and − count at once, without asking the server.
const form = document.getElementById("form");
const unsaved = document.getElementById("unsaved");
const LARGEST = 500;

form.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=step]");
  if (!button) return;
  event.preventDefault();
  const [unit, by] = button.value.split(":");
  const box = form.elements[`available-${unit}`];
  const top = Number.parseInt(form.elements[`maximum-${unit}`].value, 10);
  const wanted = (Number.parseInt(box.value, 10) || 0) + Number(by);
  box.value = Math.min(Math.max(0, wanted), Number.isNaN(top) ? LARGEST : top);
  unsaved.hidden = false;
});
form.addEventListener("input", () => {
  unsaved.hidden = false;
});
