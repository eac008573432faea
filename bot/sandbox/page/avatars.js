// Coloured initials.
import { h } from "./dom.js";
import { state } from "./state.js";

const HUES = [212, 168, 262, 28, 338, 190, 132];

const BOT_HUE = 200;

const isBot = (id) => Number(id) === state.bot?.id;

export const hueOf = (id) => (isBot(id) ? BOT_HUE : HUES[Math.abs(Number(id)) % HUES.length]);

function initial(name) {
  const bare = name.replace(/^[市省州县区]/u, "");
  return [...(bare || name || "?")][0];
}

export function avatar(id, name, extra = "") {
  return h("span", { class: `avatar ${isBot(id) ? "bot" : ""} ${extra}`, hue: hueOf(id), "aria-hidden": "true" }, initial(name));
}
