// The time machine.
import { clockWords } from "./dates.js";
import { byId, h, icon } from "./dom.js";
import { post, Refused } from "./server.js";
import { state } from "./state.js";
import { toast } from "./toast.js";
import { words } from "./words.js";

let arrivals = 0;
let moving = false;

export function startTimebar() {
  const picker = h("input", { type: "date", id: "pick-date", "aria-label": words.pickDate, title: words.pickDate });
  picker.addEventListener("click", () => picker.showPicker?.());
  picker.addEventListener("change", () => picker.value && move(picker.value));
  byId("timebar").append(
    h("div", { class: "brand" }, h("img", { src: "/page/mark.svg", alt: "", width: "26", height: "26" }), h("strong", {}, words.brand), h("span", {}, words.sandbox)),
    h("div", { class: "now", id: "now", role: "timer", "aria-label": words.clock }),
    h(
      "div",
      { class: "moves", role: "group", "aria-label": words.clock },
      Object.keys(words.moves).map((to) => moveButton(to)),
      h("label", { class: "pick move", title: words.pickDate }, icon("calendar"), h("span", {}, words.pickDate), picker),
    ),
  );
  setInterval(drawClock, 5000);
}

function moveButton(to) {
  const kind = to === "reminder" ? "move primary" : "move";
  return h("button", { type: "button", class: kind, title: words.moveTitles[to], data: { move: to }, onclick: () => move(to) }, words.moves[to]);
}

export function drawClock() {
  if (!state.clock) return;
  const { date, weekday, time, iso } = clockWords();
  byId("now").replaceChildren(h("strong", {}, date), h("span", { class: "weekday" }, weekday), h("span", { class: "time" }, time));
  const picker = byId("pick-date");
  picker.min = iso;
  if (document.activeElement !== picker) picker.value = iso;
}

export function countArrival(message) {
  if (moving && message.from.id === state.bot.id) arrivals += 1;
}

export async function move(to) {
  if (moving) return;
  setMoving(true);
  try {
    await post("clock", { to });
    await new Promise((done) => setTimeout(done, 300));
    toast(words.arrived(clockWords().brief, arrivals));
  } catch (error) {
    toast(error instanceof Refused ? words.clockErrors[error.message] ?? words.failed : words.failed);
  } finally {
    setMoving(false);
  }
}

function setMoving(on) {
  moving = on;
  if (on) arrivals = 0;
  const bar = byId("timebar");
  bar.classList.toggle("moving", on);
  bar.querySelectorAll("button, input").forEach((control) => { control.disabled = on; });
}
