// Coloured initials.
import { h } from "./dom.js";
import { state } from "./state.js";

const HUES = [212, 168, 262, 28, 338, 190, 132];

export const hueOf = (id) => HUES[Math.abs(Number(id)) % HUES.length];

function initial(name) {
  const bare = name.replace(/^[市省州县区]/u, "");
  return [...(bare || name || "?")][0];
}

export function avatar(id, name, extra = "") {
  const own = Number(id) === state.bot?.id ? "bot" : "";
  return h("span", { class: `avatar ${own} ${extra}`, hue: hueOf(id), "aria-hidden": "true" }, initial(name));
}
