// What this tab remembers: sessionStorage only, gone when the tab closes. Without it, the conversation lives in memory.
const KEY = "repere";
let memory = null;

export function load() {
  try {
    memory = JSON.parse(sessionStorage.getItem(KEY)) ?? memory;
  } catch {
    // storage refused or damaged: go on in memory
  }
  return memory;
}

export function save(session) {
  memory = session;
  try {
    sessionStorage.setItem(KEY, JSON.stringify(session));
  } catch {
    // storage refused: a reload will start again
  }
}

export function forget() {
  memory = null;
  try {
    sessionStorage.clear();
  } catch {
    // nothing was stored
  }
}
