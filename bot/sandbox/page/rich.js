// Telegram's entities as nodes. Offsets count UTF-16 units, as JavaScript's strings do.
import { h } from "./dom.js";
import { lit } from "./lights.js";
import { words } from "./words.js";

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const SIMPLE = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", text_mention: "strong" };

export function rich(text, entities = [], on = {}) {
  const marks = [...entities].sort((one, other) => one.offset - other.offset || other.length - one.length);
  return stretch(text, 0, text.length, marks, on);
}

function stretch(text, from, to, marks, on) {
  const nodes = [];
  let at = from;
  for (let number = 0; number < marks.length; number += 1) {
    const mark = marks[number];
    const end = Math.min(mark.offset + mark.length, to);
    if (mark.offset < at || end <= mark.offset) continue;
    if (mark.offset > at) nodes.push(...lit(text.slice(at, mark.offset)));
    const inner = marks.slice(number + 1).filter((one) => one.offset < end);
    nodes.push(wrap(mark, text.slice(mark.offset, end), stretch(text, mark.offset, end, inner, on), on));
    // A block already ends its line: the break behind it would make an empty one.
    at = BLOCKS.has(mark.type) && text[end] === "\n" ? end + 1 : end;
  }
  if (at < to) nodes.push(...lit(text.slice(at, to)));
  return nodes;
}

function wrap(mark, said, inner, on) {
  if (SIMPLE[mark.type]) return h(SIMPLE[mark.type], {}, inner);
  return (SPECIAL[mark.type] ?? plain)(mark, said, inner, on);
}

const plain = (_mark, _said, inner) => h("span", {}, inner);

const SPECIAL = {
  code: (_mark, said, _inner, on) =>
    h("code", { class: "copyable", tabindex: "0", role: "button", title: words.copy, onclick: () => on.copy?.(said), onkeydown: (event) => event.key === "Enter" && on.copy?.(said) }, said),
  pre: (mark, said) => h("pre", { "data-language": mark.language }, h("code", {}, said)),
  spoiler: (_mark, _said, inner) => h("span", { class: "spoiler", tabindex: "0", role: "button", onclick: reveal, onkeydown: reveal }, inner),
  blockquote: (_mark, _said, inner) => h("blockquote", {}, inner),
  expandable_blockquote: (_mark, _said, inner) => expandable(inner),
  text_link: (mark, _said, inner, on) => link(mark.url, inner, on),
  url: (_mark, said, inner, on) => link(/^https?:/i.test(said) ? said : `https://${said}`, inner, on),
  bot_command: (_mark, said, _inner, on) => h("button", { type: "button", class: "command", onclick: () => on.command?.(said) }, said),
  mention: (_mark, said, _inner, on) => h("button", { type: "button", class: "command", onclick: () => on.mention?.(said) }, said),
  hashtag: (_mark, said) => h("span", { class: "hashtag" }, said),
};

function reveal(event) {
  if (event.type === "click" || event.key === "Enter") event.currentTarget.classList.add("shown");
}

function link(url, inner, on) {
  if (!/^(https?|tg|mailto|tel):/i.test(url)) return h("span", {}, inner);
  const open = (event) => {
    if (on.link?.(url)) event.preventDefault();
  };
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", onclick: open }, inner);
}

function expandable(inner) {
  const quote = h("blockquote", { class: "folded" }, h("div", { class: "quote-text" }, inner));
  const more = h("button", { type: "button", class: "more", "aria-expanded": "false" }, words.showAll);
  more.addEventListener("click", () => {
    const folded = quote.classList.toggle("folded");
    more.textContent = folded ? words.showAll : words.showLess;
    more.setAttribute("aria-expanded", String(!folded));
  });
  quote.append(more);
  return quote;
}
