// The list of chats.
import { avatar } from "./avatars.js";
import { nameOf, summary } from "./bubble.js";
import { shortDate } from "./dates.js";
import { newDialog, settingsDialog } from "./dialogs.js";
import { byId, h, icon, iconButton, settle } from "./dom.js";
import { lit } from "./lights.js";
import { isPrivate, isService, lastMessage, state, titleOf, unread, visibleChats } from "./state.js";
import { toggleTour } from "./tour.js";
import { words } from "./words.js";

const rows = new Map();

export function startList(on) {
  byId("chats").setAttribute("aria-label", words.chats);
  byId("side-head").append(
    h("h1", {}, words.chats),
    iconButton("compass", words.tour, toggleTour),
    iconButton("gear", words.settings, settingsDialog),
    iconButton("plus", words.newChat, newDialog),
  );
  byId("chats").addEventListener("keydown", walk);
  byId("chats").addEventListener("click", (event) => choose(event, on));
}

// Opened at once, not when the address has changed: a window of its own is left to the browser.
function choose(event, on) {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  on.go(Number(link.dataset.chatId));
}

export function drawList() {
  const chats = visibleChats();
  settle(byId("chats"), chats.map(rowOf));
  const waiting = chats.reduce((sum, chat) => sum + unread(chat), 0);
  document.title = `${waiting ? `(${waiting}) ` : ""}${words.brand} · ${words.sandbox}`;
}

function rowOf(chat) {
  const message = lastMessage(chat);
  const count = unread(chat);
  const open = chat.id === state.chatId;
  const time = message ? shortDate(message.date) : "";
  const signature = JSON.stringify([titleOf(chat), message, count, open, time, chat.migrated_to]);
  const known = rows.get(chat.id);
  if (known?.signature === signature) return known.node;
  const node = known?.node ?? h("a", { class: "chat", href: `#${chat.id}`, data: { chatId: chat.id } });
  node.className = `chat ${open ? "open" : ""} ${chat.migrated_to || chat.deleted ? "past" : ""}`;
  if (open) node.setAttribute("aria-current", "true");
  else node.removeAttribute("aria-current");
  node.replaceChildren(
    avatar(chat.id, titleOf(chat)),
    h(
      "span",
      { class: "chat-words" },
      h("span", { class: "chat-line" }, h("span", { class: "chat-title" }, titleOf(chat)), h("time", {}, time)),
      h("span", { class: "chat-line" }, h("span", { class: "chat-last" }, last(chat, message)), badge(count)),
    ),
  );
  rows.set(chat.id, { node, signature });
  return node;
}

function last(chat, message) {
  if (!message) return words.empty;
  if (isService(message)) return summary(message);
  const who = isPrivate(chat) && message.from.id === state.bot.id ? "" : `${nameOf(message)}：`;
  return [who ? h("b", {}, who) : "", message.document ? icon("file") : "", ...lit(summary(message))];
}

function badge(count) {
  return count ? h("span", { class: "badge", "aria-label": words.unread(count) }, count > 99 ? "99+" : String(count)) : null;
}

// Up and down walk through the list.
function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const links = [...byId("chats").querySelectorAll("a")];
  links[links.indexOf(document.activeElement) + step]?.focus();
  event.preventDefault();
}
