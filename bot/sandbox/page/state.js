import { words } from "./words.js";

// What the page knows. Views subscribe to it; nothing else keeps state of the conversation.
export const state = {
  bot: null,
  people: new Map(),
  chats: new Map(),
  tour: [],
  clock: null,
  zone: "Asia/Shanghai",
  privacy: true,
  chatId: null,
  topic: null,
  replyTo: null,
  loaded: false,
};

const seen = new Map();
const speakers = new Map();
const listeners = new Set();
const typingUntil = new Map();

export const subscribe = (listener) => listeners.add(listener);
export const changed = (what) => listeners.forEach((listener) => listener(what));

export const current = () => state.chats.get(state.chatId) ?? null;
export const lastMessage = (chat) => [...chat.messages.values()].at(-1) ?? null;
export const isPrivate = (chat) => chat.type === "private";
export const botStanding = (chat) => chat.members[state.bot.id] ?? (isPrivate(chat) ? null : "left");
export const present = (standing) => Boolean(standing) && standing !== "left" && standing !== "kicked";
export const titleOf = (chat) => chat.title ?? words.privateTitle(chat.first_name);

export function visibleChats() {
  const shown = [...state.chats.values()].filter(
    (chat) => !isPrivate(chat) || chat.messages.size || present(botStanding(chat)) || chat.id === state.chatId,
  );
  const order = new Map(shown.map((chat, place) => [chat, place]));
  const age = (chat) => lastMessage(chat)?.date ?? 0;
  return shown.sort((one, other) => age(other) - age(one) || order.get(one) - order.get(other));
}

export function unread(chat) {
  const upTo = seen.get(chat.id) ?? 0;
  let count = 0;
  for (const message of chat.messages.values()) if (message.message_id > upTo && !isService(message)) count += 1;
  return count;
}

export function markSeen(chat) {
  seen.set(chat.id, lastMessage(chat)?.message_id ?? 0);
}

export function isService(message) {
  return Boolean(
    message.new_chat_members || message.left_chat_member || message.migrate_to_chat_id ||
    message.migrate_from_chat_id || message.forum_topic_created,
  );
}

// Who can speak in a chat: people who are in it; an administrator may also speak for the group.
export function speakersIn(chat) {
  if (isPrivate(chat)) return [state.people.get(chat.id)].filter(Boolean);
  return Object.entries(chat.members)
    .filter(([id, standing]) => present(standing) && Number(id) !== state.bot.id)
    .map(([id]) => state.people.get(Number(id)))
    .filter(Boolean);
}

export function speakerIn(chat) {
  const able = speakersIn(chat);
  const chosen = speakers.get(chat.id);
  const person = able.find((one) => one.id === chosen?.id);
  const usual = able.find((one) => chat.members[one.id] === "member") ?? able[0] ?? null;
  return { person: person ?? usual, anonymous: Boolean(person && chosen.anonymous) };
}

export function chooseSpeaker(chat, id, anonymous = false) {
  speakers.set(chat.id, { id, anonymous });
  changed("speaker");
}

export function openChat(id, topic = null) {
  state.chatId = id;
  state.topic = topic;
  state.replyTo = null;
  const chat = current();
  if (chat) markSeen(chat);
  changed("open");
}

export const isTyping = (chat) => (typingUntil.get(chat.id) ?? 0) > performance.now();

const take = {
  state(whole) {
    state.bot = whole.bot;
    state.people = new Map(whole.people.map((person) => [person.id, person]));
    state.chats = new Map(whole.chats.map((chat) => [chat.id, withMessages(chat)]));
    state.tour = whole.tour;
    state.privacy = whole.privacy;
    setClock(whole.clock);
    if (!state.loaded) state.chats.forEach(markSeen);
    state.loaded = true;
  },
  message(message) {
    const chat = state.chats.get(message.chat.id);
    chat?.messages.set(message.message_id, message);
    if (chat && message.from.id === state.bot.id) typingUntil.delete(chat.id);
    if (chat && chat.id === state.chatId && document.visibilityState === "visible") markSeen(chat);
  },
  edited(message) {
    state.chats.get(message.chat.id)?.messages.set(message.message_id, message);
  },
  deleted({ chat_id, message_id }) {
    state.chats.get(chat_id)?.messages.delete(message_id);
  },
  chat(card) {
    const known = state.chats.get(card.id);
    state.chats.set(card.id, { ...card, messages: known?.messages ?? new Map(), earlier: known?.earlier ?? false });
  },
  person(person) {
    state.people.set(person.id, person);
  },
  clock: setClock,
  arrived: setClock,
  commands() {},
  action({ chat_id }) {
    typingUntil.set(chat_id, performance.now() + 5000);
    setTimeout(() => changed("action"), 5100);
  },
};

export function apply(kind, payload) {
  take[kind](payload);
  changed(kind);
}

export function addEarlier(chat, messages) {
  const known = [...chat.messages.values()];
  chat.messages = new Map([...messages, ...known].map((message) => [message.message_id, message]));
  chat.earlier = messages.length > 0 && messages[0].message_id > 1;
  changed("earlier");
}

function withMessages(chat) {
  return { ...chat, messages: new Map(chat.messages.map((message) => [message.message_id, message])) };
}

// The clock runs on between two reports: what is kept is how far it is from this machine's.
function setClock({ now, zone }) {
  state.zone = zone;
  state.clock = { offset: new Date(now).getTime() - Date.now() };
}

export const sandboxNow = () => new Date(Date.now() + (state.clock?.offset ?? 0));
