// Buttons below a message: pressed once, busy until the bot answers.
import { h, icon } from "./dom.js";
import { lit } from "./lights.js";
import { post, Refused } from "./server.js";
import { speakerIn, state } from "./state.js";
import { alertBox, copy, toast } from "./toast.js";
import { words } from "./words.js";

const SHORTEST = 250;

export function keyboard(message, chat, on) {
  const rows = message.reply_markup.inline_keyboard.map((row) =>
    h("div", { class: "keys" }, row.map((button) => key(button, message, chat, on))),
  );
  return h("div", { class: "keyboard" }, rows);
}

function key(button, message, chat, on) {
  if (button.url) {
    const open = (event) => on.link(button.url) && event.preventDefault();
    return h("a", { class: "key", href: safe(button.url), target: "_blank", rel: "noopener noreferrer", onclick: open }, button.text, icon("link"));
  }
  const act = () => pressed(node, button, message, chat, on);
  const node = h("button", { type: "button", class: "key", onclick: act }, h("span", {}, lit(button.text)));
  return node;
}

const safe = (url) => (/^(https?|tg):/i.test(url) ? url : "#");

async function pressed(node, button, message, chat, on) {
  if (button.copy_text) return copy(button.copy_text.text);
  if (button.switch_inline_query_current_chat !== undefined) return on.fill(`@${state.bot.username} ${button.switch_inline_query_current_chat}`);
  if (!button.callback_data || node.classList.contains("busy")) return undefined;
  const { person } = speakerIn(chat);
  node.classList.add("busy");
  node.setAttribute("aria-busy", "true");
  const began = performance.now();
  const answer = await press(chat, message, person, button.callback_data);
  setTimeout(() => {
    node.classList.remove("busy");
    node.removeAttribute("aria-busy");
  }, Math.max(SHORTEST - (performance.now() - began), 0));
  return show(answer, on);
}

async function press(chat, message, person, data) {
  try {
    return await post("press", { chat_id: chat.id, user_id: person.id, message_id: message.message_id, data });
  } catch (error) {
    if (error instanceof Refused) return { answered: true, text: "" };
    return { answered: false };
  }
}

function show(answer, on) {
  if (!answer.answered) return toast(words.silent);
  if (answer.url) return on.link(answer.url) || window.open(answer.url, "_blank", "noopener");
  if (!answer.text) return undefined;
  return answer.show_alert ? alertBox(answer.text) : toast(answer.text);
}
