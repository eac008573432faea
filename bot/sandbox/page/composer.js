// Where one writes: who speaks, the text, files, commands and inline results.
import { avatar } from "./avatars.js";
import { measure, nameOf, summary } from "./bubble.js";
import { commandItems, inlineItems } from "./offers.js";
import { byId, h, icon, iconButton } from "./dom.js";
import { closePopup, isPopupOpen, listPopup, popupKey } from "./popup.js";
import { post, postForm } from "./server.js";
import { changed, chooseSpeaker, current, isPrivate, speakerIn, speakersIn, state } from "./state.js";
import { toast } from "./toast.js";
import { words } from "./words.js";

const drafts = new Map();
let files = [];
let parts = {};
let drawnFor = null;

export function startComposer() {
  const text = h("textarea", { id: "composer-text", rows: "1", maxlength: "4096", enterkeyhint: "send" });
  const picker = h("input", { type: "file", multiple: true, hidden: true, id: "composer-file", "aria-label": words.attach });
  const speaker = h("button", { type: "button", class: "speaker", "aria-haspopup": "listbox", onclick: offerSpeakers });
  const send = h("button", { type: "submit", class: "send", title: words.send, "aria-label": words.send }, icon("send"));
  parts = { text, picker, speaker, send, context: h("div", { class: "context" }) };
  byId("composer").append(
    parts.context,
    h("div", { class: "line" }, speaker, iconButton("slash", words.commands, offerCommands), text, iconButton("clip", words.attach, () => picker.click()), picker, send),
  );
  byId("composer").addEventListener("submit", submit);
  text.addEventListener("input", typed);
  text.addEventListener("keydown", keyed);
  text.addEventListener("paste", (event) => take([...event.clipboardData.files], event));
  picker.addEventListener("change", () => { take([...picker.files]); picker.value = ""; });
  startDropping();
}

export function drawComposer() {
  const chat = current();
  byId("composer").hidden = !chat;
  if (!chat) return;
  if (drawnFor !== chat.id) changeDraft(chat);
  const { person, anonymous } = speakerIn(chat);
  const name = anonymous ? words.anonymous : person?.first_name;
  parts.text.disabled = !person || Boolean(chat.migrated_to) || chat.deleted;
  parts.text.placeholder = person ? words.placeholder(name) : words.placeholderNobody;
  parts.text.setAttribute("aria-label", parts.text.placeholder);
  parts.speaker.replaceChildren(
    avatar(person?.id ?? 0, name ?? "?"),
    h("span", { class: "speaker-words" }, h("b", {}, name ?? ""), h("small", {}, (anonymous ? words.anonymousHint : person?.role) || words.speaker)),
    icon("down"),
  );
  parts.speaker.setAttribute("aria-label", `${words.speakAs}：${name ?? ""}`);
  drawContext();
  grow();
}

function changeDraft(chat) {
  if (drawnFor !== null) drafts.set(drawnFor, parts.text.value);
  drawnFor = chat.id;
  parts.text.value = drafts.get(chat.id) ?? "";
  files = [];
  closePopup();
}

function drawContext() {
  const notes = files.map((file) =>
    h("span", { class: "chip" }, icon("file"), h("span", {}, file.name), h("small", {}, measure(file.size)),
      iconButton("close", words.removeFile, () => { files = files.filter((one) => one !== file); drawContext(); })),
  );
  const answered = state.replyTo;
  const quote = answered && h(
    "div", { class: "answering" }, icon("reply"),
    h("span", {}, h("b", {}, nameOf(answered)), h("span", {}, summary(answered))),
    iconButton("close", words.cancelReply, () => { state.replyTo = null; drawContext(); }),
  );
  parts.context.replaceChildren(...[quote, ...notes].filter(Boolean));
  parts.context.hidden = !parts.context.childElementCount;
}

export function fill(text) {
  parts.text.value = text;
  typed();
  parts.text.focus();
  parts.text.setSelectionRange(text.length, text.length);
}

// Fill in a text for a chat that may not have been drawn yet.
export function prefill(chatId, text) {
  if (drawnFor === chatId) fill(text);
  else drafts.set(chatId, text);
}

export function replyTo(message) {
  state.replyTo = message;
  drawContext();
  parts.text.focus();
}

export async function say(text) {
  const chat = current();
  const { person, anonymous } = speakerIn(chat);
  const values = {
    chat_id: chat.id, user_id: person.id, text,
    reply_to: state.replyTo?.message_id ?? null, topic: state.topic, anonymous,
  };
  const sent = files.length ? postForm("say", values, files) : post("say", values);
  await sent;
  files = [];
  state.replyTo = null;
  changed("said");
}

async function submit(event) {
  event.preventDefault();
  const text = parts.text.value.trim();
  if (!text && !files.length) return;
  closePopup();
  const draft = parts.text.value;
  parts.text.value = "";
  grow();
  try {
    await say(text);
  } catch {
    parts.text.value = draft;
    toast(words.failed);
  }
  parts.text.focus();
}

function keyed(event) {
  if (isPopupOpen() && popupKey(event)) return;
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    byId("composer").requestSubmit();
  }
  if (event.key === "Escape" && state.replyTo) {
    state.replyTo = null;
    drawContext();
  }
}

let asked = 0;

async function typed() {
  grow();
  const text = parts.text.value;
  const mine = (asked += 1);
  if (/^\/\w*$/u.test(text)) {
    const items = await commandItems(current(), text, choose);
    if (mine === asked) listPopup(parts.text, words.commandsTitle, items, { focus: false });
    return;
  }
  const search = text.match(new RegExp(`^@${state.bot.username}\\s(.*)$`, "su"));
  if (!search) return closePopup();
  await new Promise((done) => setTimeout(done, 300));
  if (mine !== asked) return;
  const items = await inlineItems(current(), search[1].trim(), () => { parts.text.value = ""; grow(); });
  if (mine === asked) listPopup(parts.text, words.commandsTitle, items, { focus: false });
}

// A command that stands alone is sent, as Telegram does.
async function choose(command) {
  parts.text.value = "";
  grow();
  parts.text.focus();
  await say(command).catch(() => toast(words.failed));
}

async function offerCommands() {
  const items = await commandItems(current(), "/", choose);
  if (!items.length) return toast(words.noCommands);
  return listPopup(parts.text, words.commandsTitle, items);
}

function offerSpeakers() {
  const chat = current();
  const able = speakersIn(chat);
  const ruling = (person) => ["creator", "administrator"].includes(chat.members[person.id]);
  const items = able.flatMap((person) => [
    speakerItem(chat, person, person.first_name, person.role, false),
    ...(ruling(person) && !isPrivate(chat) ? [speakerItem(chat, person, words.anonymous, `${person.first_name} · ${words.anonymousHint}`, true)] : []),
  ]);
  listPopup(parts.speaker, words.speakAs, items);
}

function speakerItem(chat, person, title, note, anonymous) {
  const now = speakerIn(chat);
  const chosen = now.person?.id === person.id && now.anonymous === anonymous;
  return { chosen, lead: avatar(anonymous ? chat.id : person.id, title), title, note, act: () => { chooseSpeaker(chat, person.id, anonymous); parts.text.focus(); } };
}

function grow() {
  parts.text.style.height = "auto";
  parts.text.style.height = `${Math.min(parts.text.scrollHeight, 168)}px`;
  parts.send.classList.toggle("ready", Boolean(parts.text.value.trim() || files.length));
}

function take(chosen, event) {
  if (!chosen.length) return;
  event?.preventDefault();
  files = [...files, ...chosen];
  drawContext();
  grow();
  parts.text.focus();
}

function startDropping() {
  const stage = byId("stage");
  const veil = byId("drop");
  veil.textContent = words.dropHere;
  stage.addEventListener("dragover", (event) => {
    event.preventDefault();
    veil.hidden = !current();
  });
  stage.addEventListener("dragleave", (event) => {
    if (!stage.contains(event.relatedTarget)) veil.hidden = true;
  });
  stage.addEventListener("drop", (event) => {
    veil.hidden = true;
    take([...event.dataTransfer.files], event);
  });
}
