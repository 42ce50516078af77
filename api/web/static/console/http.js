// Calls to the console's API: the session is in a cookie, unsafe calls carry the CSRF token.
let csrf = null;

export class CallError extends Error {
  constructor(status) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

export const setCsrf = (token) => {
  csrf = token;
};

export async function call(method, path, body) {
  const headers = {};
  if (body) headers["Content-Type"] = "application/json";
  if (csrf && method !== "GET") headers["X-CSRF-Token"] = csrf;
  let answer;
  try {
    answer = await fetch(path, { method, headers, body: body && JSON.stringify(body), cache: "no-store", signal: AbortSignal.timeout(15000) });
  } catch {
    throw new CallError(0);
  }
  if (!answer.ok) throw new CallError(answer.status);
  return answer.status === 204 ? null : answer.json();
}

export const ofConversation = (id, path = "") => `/v1/console/conversations/${id}${path}`;
