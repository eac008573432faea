// One list to choose from, above the composer.
import { h } from "./dom.js";

let open = null;

export const isPopupOpen = () => open !== null;

export function closePopup() {
  open?.node.remove();
  open?.anchor.setAttribute("aria-expanded", "false");
  open = null;
}

export function listPopup(anchor, label, items, { focus = true } = {}) {
  closePopup();
  if (!items.length) return;
  const options = items.map((item, number) =>
    h(
      "button",
      { type: "button", role: "option", class: "option", onmousemove: () => mark(number), onclick: () => pick(number) },
      item.lead,
      h("span", { class: "option-words" }, h("b", {}, item.title), item.note ? h("small", {}, item.note) : null),
    ),
  );
  const node = h("div", { class: "popup", role: "listbox", "aria-label": label, onkeydown: popupKey }, h("div", { class: "popup-title" }, label), options);
  anchor.closest(".composer").append(node);
  anchor.setAttribute("aria-expanded", "true");
  open = { node, anchor, items, options, at: -1 };
  if (!focus) return; // somebody is typing: Enter sends what is typed until an arrow chooses
  mark(Math.max(items.findIndex((item) => item.chosen), 0));
  options[open.at].focus();
}

function mark(number) {
  if (!open) return;
  open.at = (number + open.options.length) % open.options.length;
  open.options.forEach((option, place) => option.setAttribute("aria-selected", String(place === open.at)));
  open.options[open.at].scrollIntoView({ block: "nearest" });
  if (open.node.contains(document.activeElement)) open.options[open.at].focus();
}

function pick(number) {
  const { items } = open;
  closePopup();
  items[number].act();
}

export function popupKey(event) {
  if (!open || event.isComposing) return false;
  const step = { ArrowDown: 1, ArrowUp: open.at < 0 ? 0 : -1 }[event.key];
  if (step !== undefined) mark(open.at + step);
  else if (event.key === "Tab") pick(Math.max(open.at, 0));
  else if (event.key === "Enter" && open.at >= 0) pick(open.at);
  else if (event.key === "Escape") {
    open.anchor.focus();
    closePopup();
  } else return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}

document.addEventListener("pointerdown", (event) => {
  if (open && !open.node.contains(event.target) && !open.anchor.contains(event.target)) closePopup();
});
