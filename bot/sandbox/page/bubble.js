// One message as it looks in the conversation.
import { avatar, hueOf } from "./avatars.js";
import { timeOf } from "./dates.js";
import { h, icon } from "./dom.js";
import { keyboard } from "./keyboard.js";
import { lit } from "./lights.js";
import { rich } from "./rich.js";
import { isPrivate, state } from "./state.js";
import { words } from "./words.js";

export function bubble(message, chat, place, on) {
  const mine = place.mine;
  const row = h("article", {
    class: `row ${mine ? "mine" : "theirs"} ${place.first ? "first" : ""} ${place.last ? "last" : ""}`,
    data: { messageId: message.message_id },
    "aria-label": `${nameOf(message)} ${timeOf(message.date)}`,
  });
  if (!mine && !isPrivate(chat)) row.append(place.last ? avatar(message.from.id, nameOf(message)) : h("span", { class: "avatar blank" }));
  row.append(body(message, chat, place, on));
  if (message.reply_markup) row.append(keyboard(message, chat, on));
  if (!message.heard && mine && !isPrivate(chat)) row.append(h("p", { class: "unheard" }, words.unheard));
  return row;
}

function body(message, chat, place, on) {
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities;
  return h(
    "div",
    { class: "bubble" },
    place.first && !place.mine && !isPrivate(chat) ? sender(message) : null,
    message.forward_origin ? h("div", { class: "via" }, `${message.forward_origin.sender_user.first_name}`) : null,
    message.via_bot ? h("div", { class: "via" }, `@${message.via_bot.username}`) : null,
    message.reply_to_message && !message.reply_to_message.forum_topic_created ? quoted(message.reply_to_message, on) : null,
    attachment(message),
    text ? h("div", { class: "text" }, rich(text, entities, on), stamp(message)) : stamp(message),
    replyButton(message, on),
  );
}

function sender(message) {
  const person = state.people.get(message.from.id);
  const role = message.from.id === state.bot.id ? words.bot : person?.role;
  return h(
    "div",
    { class: "sender", hue: hueOf(message.from.id) },
    h("span", { class: "name" }, nameOf(message)),
    role ? h("span", { class: "role" }, role) : null,
  );
}

function stamp(message) {
  const edited = message.edit_date ? `${words.edited} ` : "";
  return h("span", { class: "stamp" }, `${edited}${timeOf(message.date)}`);
}

function quoted(message, on) {
  return h(
    "button",
    { type: "button", class: "quoted", hue: hueOf(message.from.id), onclick: () => on.show(message.message_id) },
    h("span", { class: "name" }, nameOf(message)),
    h("span", { class: "line" }, lit(summary(message))),
  );
}

function replyButton(message, on) {
  return h(
    "button",
    { type: "button", class: "reply", title: words.reply, "aria-label": `${words.reply} ${nameOf(message)}`, onclick: () => on.reply(message) },
    icon("reply"),
  );
}

function attachment(message) {
  if (message.photo) {
    const address = `/sandbox/files/${message.photo.at(-1).file_id}`;
    return h("a", { href: address, target: "_blank", rel: "noopener", class: "photo" }, h("img", { src: address, alt: words.photo }));
  }
  if (!message.document) return null;
  const { file_name: name, file_size: size, file_id: id } = message.document;
  return h(
    "a",
    { href: `/sandbox/files/${id}`, download: name, class: "document" },
    h("span", { class: "document-mark" }, icon("file")),
    h("span", { class: "document-name" }, name, h("small", {}, measure(size))),
  );
}

export function measure(size) {
  if (size < 1024) return `${size} B`;
  if (size < 1024 * 1024) return `${(size / 1024).toFixed(1)} KB`;
  return `${(size / 1024 / 1024).toFixed(1)} MB`;
}

export function nameOf(message) {
  if (message.sender_chat) return message.sender_chat.title;
  return message.from.first_name;
}

export function summary(message) {
  const text = message.text ?? message.caption;
  if (text) return text.replace(/\s+/gu, " ").slice(0, 120);
  if (message.photo) return words.photo;
  if (message.document) return message.document.file_name;
  return serviceWords(message);
}

export function serviceWords(message) {
  const by = nameOf(message);
  if (message.new_chat_members) return words.service.joined(message.new_chat_members.map((one) => one.first_name).join("、"), by);
  if (message.left_chat_member) return words.service.left(message.left_chat_member.first_name, by);
  if (message.forum_topic_created) return words.service.topic(message.forum_topic_created.name);
  return words.service.migrated;
}
