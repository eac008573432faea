// The conversation: head, topics, messages by day, and where one has scrolled to.
import { avatar } from "./avatars.js";
import { bubble, serviceWords, summary } from "./bubble.js";
import { dayNumber, dayOf } from "./dates.js";
import { chatMenu } from "./dialogs.js";
import { byId, h, icon, iconButton, settle } from "./dom.js";
import { get } from "./server.js";
import { addEarlier, botStanding, changed, current, isPrivate, isService, isTyping, markSeen, present, speakerIn, state, titleOf } from "./state.js";
import { words } from "./words.js";

const NEAR = 90;
const TOGETHER = 600;
const drawn = new Map();
let drawnChat = null;
let below = 0;
let stuck = true;
let lastTop = 0;
let lastWidth = 0;

const log = () => byId("log");
const atEnd = () => log().scrollHeight - log().scrollTop - log().clientHeight < NEAR;

export function startConversation(on) {
  log().addEventListener("scroll", () => {
    // Only a person scrolls up; what grows below the end, or a new width, must not look like it.
    const up = log().scrollTop < lastTop - 2 && log().clientWidth === lastWidth;
    [lastTop, lastWidth] = [log().scrollTop, log().clientWidth];
    if (up || atEnd()) stuck = atEnd();
    if (stuck) below = 0;
    drawToEnd();
  });
  byId("to-end").addEventListener("click", () => toEnd(true));
  byId("pinned").addEventListener("click", () => on.show(current()?.pinned));
  log().addEventListener("load", () => stuck && toEnd(), true);
  new ResizeObserver(() => stuck && toEnd()).observe(log());
}

export function drawConversation(what, on) {
  const chat = current();
  byId("stage").classList.toggle("vacant", !chat);
  drawHead(chat);
  if (!chat) {
    settle(log(), [h("p", { class: "hollow" }, words.noChat)]);
    drawnChat = null;
    return;
  }
  drawTopics(chat);
  drawPinned(chat);
  const fresh = drawnChat !== `${chat.id}:${state.topic}`;
  const stick = fresh || what === "said" || stuck;
  const before = log().scrollHeight - log().scrollTop;
  if (fresh) drawn.clear();
  drawnChat = `${chat.id}:${state.topic}`;
  settle(log(), lines(chat, on));
  if (what === "earlier") log().scrollTop = log().scrollHeight - before;
  else if (stick) toEnd();
  else if (what === "message") below += 1;
  drawToEnd();
}

function toEnd(smooth = false) {
  log().scrollTo({ top: log().scrollHeight, behavior: smooth ? "smooth" : "instant" });
  below = 0;
  stuck = true;
}

function drawToEnd() {
  const button = byId("to-end");
  button.hidden = atEnd() || !current();
  button.replaceChildren(icon("down"), below ? h("span", {}, words.newBelow(below)) : "");
  button.setAttribute("aria-label", words.newBelow(below));
}

function drawHead(chat) {
  const head = byId("head");
  if (!chat) return head.replaceChildren();
  return head.replaceChildren(
    iconButton("back", words.back, () => { location.hash = ""; }, { class: "icon-button back" }),
    avatar(chat.id, titleOf(chat)),
    h("div", { class: "head-words" }, h("h2", {}, titleOf(chat)), h("p", { class: isTyping(chat) ? "typing" : "" }, under(chat))),
    iconButton("more", words.chatMenu, () => chatMenu(chat)),
  );
}

function under(chat) {
  if (chat.migrated_to) return words.moved;
  if (chat.deleted) return words.deletedChat;
  if (isTyping(chat)) return `${state.bot.first_name} ${words.typing}`;
  const standing = botStanding(chat);
  if (isPrivate(chat)) return present(standing) ? words.privateChat : words.notStarted;
  const count = Object.values(chat.members).filter(present).length;
  const there = standing === "administrator" ? words.botAdmin : present(standing) ? words.withBot : words.withoutBot;
  return `${words.members(count)} · ${there}`;
}

function drawTopics(chat) {
  const bar = byId("topics");
  bar.hidden = !chat.is_forum;
  if (bar.hidden) return;
  const entries = [[null, words.general], ...Object.entries(chat.topics).map(([id, name]) => [Number(id), name])];
  bar.setAttribute("role", "tablist");
  bar.setAttribute("aria-label", words.topics);
  bar.replaceChildren(
    ...entries.map(([id, name]) =>
      h("button", { type: "button", role: "tab", "aria-selected": String(state.topic === id), onclick: () => { state.topic = id; state.replyTo = null; changed("open"); } }, name),
    ),
  );
}

function drawPinned(chat) {
  const bar = byId("pinned");
  const message = chat.messages.get(chat.pinned);
  bar.hidden = !message;
  if (message) bar.replaceChildren(icon("pin"), h("span", {}, summary(message)));
}

function shown(chat) {
  const all = [...chat.messages.values()];
  if (!chat.is_forum) return all;
  return all.filter((message) => (message.message_thread_id ?? null) === state.topic);
}

function lines(chat, on) {
  const messages = shown(chat);
  if (!messages.length) return [kept("hollow", words.emptyChat, () => h("p", { class: "hollow" }, words.emptyChat))];
  const nodes = chat.earlier ? [kept("earlier", "", () => earlierButton(chat))] : [];
  const { person, anonymous } = speakerIn(chat);
  messages.forEach((message, number) => {
    const [previous, next] = [messages[number - 1], messages[number + 1]];
    if (!previous || dayNumber(previous.date) !== dayNumber(message.date)) nodes.push(dayLine(message));
    if (isService(message)) return nodes.push(serviceLine(message));
    const mine = anonymous ? Boolean(message.sender_chat) : message.from.id === person?.id;
    const place = { mine, first: !together(previous, message), last: !together(message, next) };
    const key = `m${message.message_id}`;
    return nodes.push(kept(key, JSON.stringify([message, place]), () => bubble(message, chat, place, on)));
  });
  return nodes;
}

// A node is made anew only when what it shows has changed.
function kept(key, signature, make) {
  const known = drawn.get(key);
  if (known?.signature === signature) return known.node;
  const node = make();
  drawn.set(key, { signature, node });
  return node;
}

function together(one, other) {
  return Boolean(
    one && other && !isService(one) && !isService(other) && one.from.id === other.from.id &&
    Math.abs(other.date - one.date) < TOGETHER && dayNumber(one.date) === dayNumber(other.date),
  );
}

function dayLine(message) {
  const day = dayOf(message.date);
  return kept(`d${dayNumber(message.date)}`, day, () => h("div", { class: "day", role: "separator" }, h("span", {}, day)));
}

function serviceLine(message) {
  return kept(`s${message.message_id}`, "", () => h("div", { class: "service" }, h("span", {}, serviceWords(message))));
}

function earlierButton(chat) {
  const load = async () => {
    const before = Math.min(...chat.messages.keys());
    addEarlier(chat, await get("messages", { chat_id: chat.id, before }));
  };
  return h("button", { type: "button", class: "earlier", onclick: load }, words.earlier);
}

export function showMessage(id) {
  const node = log().querySelector(`[data-message-id="${Number(id)}"]`);
  if (!node) return;
  node.scrollIntoView({ block: "center", behavior: "smooth" });
  node.classList.add("flash");
  setTimeout(() => node.classList.remove("flash"), 1400);
}

export function seenNow() {
  const chat = current();
  if (chat && document.visibilityState === "visible") markSeen(chat);
}
