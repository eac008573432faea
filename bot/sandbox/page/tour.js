// Five things to try, each one press away.
import { byId, h, icon, iconButton } from "./dom.js";
import { chooseSpeaker, state } from "./state.js";
import { move } from "./timebar.js";
import { words } from "./words.js";

const DONE = "duban-tour-done";
const SHUT = "duban-tour-shut";
let prefill = () => {};
let go = () => {};

export function startTour(on) {
  ({ prefill, go } = on);
}

const doneSteps = () => new Set(JSON.parse(sessionStorage.getItem(DONE) ?? "[]"));

export function toggleTour() {
  const shut = sessionStorage.getItem(SHUT) === "yes";
  sessionStorage.setItem(SHUT, shut ? "no" : "yes");
  if (shut) location.hash = document.body.dataset.view === "chat" && innerWidth < 760 ? "" : location.hash;
  drawTour();
}

export function drawTour() {
  const card = byId("tour");
  card.hidden = !state.tour.length || sessionStorage.getItem(SHUT) === "yes";
  if (card.hidden) return;
  const done = doneSteps();
  card.setAttribute("aria-label", words.tour);
  card.replaceChildren(
    h("div", { class: "tour-head" }, h("h2", {}, words.tourTitle), iconButton("close", words.tourClose, toggleTour)),
    h("ol", {}, state.tour.map((step, number) => h("li", {}, stepButton(step, number, done.has(number))))),
  );
}

function stepButton(step, number, done) {
  return h(
    "button",
    { type: "button", class: `step ${done ? "done" : ""}`, onclick: () => play(step, number) },
    h("span", { class: "step-number" }, done ? icon("check") : String(number + 1)),
    h("span", { class: "step-words" }, h("strong", {}, step.title), h("small", {}, step.hint)),
    done ? h("span", { class: "sr" }, words.tourDone) : null,
  );
}

async function play(step, number) {
  const done = doneSteps().add(number);
  sessionStorage.setItem(DONE, JSON.stringify([...done]));
  const chat = state.chats.get(step.chat_id);
  if (chat) {
    if (step.person_id) chooseSpeaker(chat, step.person_id);
    go(chat.id);
  }
  drawTour();
  if (step.text) prefill(step.chat_id, step.text);
  if (step.move) await move(step.move);
}
