// Talking with the sandbox.
export class Refused extends Error {}

async function read(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok || body.ok === false) throw new Refused(body.description ?? response.statusText);
  return body;
}

export async function post(path, values) {
  const body = JSON.stringify(values);
  const headers = { "Content-Type": "application/json" };
  return read(await fetch(`/sandbox/${path}`, { method: "POST", headers, body }));
}

export async function postForm(path, values, files) {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined) form.append(name, String(value));
  }
  files.forEach((file, number) => form.append(`file${number}`, file, file.name));
  return read(await fetch(`/sandbox/${path}`, { method: "POST", body: form }));
}

export async function get(path, values) {
  return read(await fetch(`/sandbox/${path}?${new URLSearchParams(values)}`));
}

const KINDS = ["state", "message", "edited", "deleted", "chat", "person", "clock", "arrived", "commands", "action"];

// One stream of changes; the browser reconnects by itself and then gets the whole state again.
export function listen(onEvent, onConnection) {
  const source = new EventSource("/sandbox/events");
  for (const kind of KINDS) {
    source.addEventListener(kind, (event) => onEvent(kind, JSON.parse(event.data)));
  }
  source.addEventListener("open", () => onConnection(true));
  source.addEventListener("error", () => onConnection(false));
}
