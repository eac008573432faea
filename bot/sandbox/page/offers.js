// What can be chosen while writing: the bot's commands, and what it finds for `@bot words`.
import { h, icon } from "./dom.js";
import { get, post } from "./server.js";
import { speakerIn } from "./state.js";
import { words } from "./words.js";

export async function commandItems(chat, typed, act) {
  const { person } = speakerIn(chat);
  if (!person) return [];
  const commands = await get("commands", { chat_id: chat.id, user_id: person.id }).catch(() => []);
  return commands
    .filter(({ command }) => `/${command}`.startsWith(typed))
    .map(({ command, description }) => ({ lead: null, title: `/${command}`, note: description, act: () => act(`/${command}`) }));
}

export async function inlineItems(chat, query, after) {
  const { person } = speakerIn(chat);
  const place = { chat_id: chat.id, user_id: person.id };
  const found = await post("inline", { ...place, query }).catch(() => ({ results: [] }));
  return found.results.map(({ title, description, result }) => ({
    lead: h("span", { class: "document-mark" }, icon("file")),
    title: title || words.file,
    note: description,
    act: async () => {
      after();
      await post("choose", { ...place, result });
    },
  }));
}
