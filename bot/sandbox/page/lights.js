// The lights of the field (red, yellow, green, closed), drawn alike on every machine.
// The character itself stays in the text: it is read aloud, found and copied.
import { h } from "./dom.js";

const KINDS = { "🔴": "red", "🟡": "yellow", "🟢": "green", "✅": "closed" };
const LIGHT = /([🔴🟡🟢✅])/u;

export function lit(text) {
  return text
    .split(LIGHT)
    .filter(Boolean)
    .map((part) => (KINDS[part] ? h("span", { class: `light ${KINDS[part]}` }, part) : part));
}
