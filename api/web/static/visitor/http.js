import { setClock } from "../shared/dom.js";

// Calls to the visitor's API. A failure is a CallError: `status` 0 when the network or the server gave no answer.
export class CallError extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? `HTTP ${status}`);
    this.status = status;
    this.lost = status === 0 || status >= 500 || status === 429;
  }
}

export async function call(method, path, { token, body, patience = 20000 } = {}) {
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  if (body) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers,
      body: body && JSON.stringify(body),
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(patience),
    });
  } catch {
    throw new CallError(0);
  }
  setClock(answer.headers.get("date"));
  const isJson = (answer.headers.get("content-type") ?? "").includes("json");
  const content = isJson ? await answer.json().catch(() => null) : null;
  if (!answer.ok) throw new CallError(answer.status, content);
  return content;
}

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
