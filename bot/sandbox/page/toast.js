// Short notes that go by themselves, and alerts that wait to be read.
import { byId, h } from "./dom.js";
import { words } from "./words.js";

export function toast(text) {
  const note = h("div", { class: "toast" }, text);
  byId("toasts").append(note);
  setTimeout(() => note.classList.add("going"), 3200);
  setTimeout(() => note.remove(), 3600);
}

export function alertBox(text) {
  return new Promise((done) => {
    const box = h(
      "dialog",
      { class: "alert", "aria-label": words.alertTitle, onclose: () => { box.remove(); done(); } },
      h("p", {}, text),
      h("form", { method: "dialog" }, h("button", { class: "primary", autofocus: true }, words.ok)),
    );
    document.body.append(box);
    box.showModal();
  });
}

export async function copy(text) {
  await navigator.clipboard.writeText(text).catch(() => {});
  toast(words.copied);
}
