// A short chime when somebody new waits; browsers allow it after the first click (logging in is one).
import { byId, words } from "../shared/dom.js";

let context = null;
let on = true;

export function installSound() {
  const button = byId("sound");
  button.addEventListener("click", () => {
    on = !on;
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? words.sound_on : words.sound_off;
    if (on) chime();
  });
}

export function chime() {
  if (!on) return;
  context ??= new AudioContext();
  for (const [start, pitch] of [[0, 660], [0.18, 880]]) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.15, context.currentTime + start);
    volume.gain.exponentialRampToValueAtTime(0.001, context.currentTime + start + 0.16);
    tone.connect(volume).connect(context.destination);
    tone.start(context.currentTime + start);
    tone.stop(context.currentTime + start + 0.17);
  }
}
