// The page: one stream of changes in, views drawn from the state.
import { drawComposer, fill, prefill, replyTo, say, startComposer } from "./composer.js";
import { drawConversation, seenNow, showMessage, startConversation } from "./conversation.js";
import { byId } from "./dom.js";
import { drawList, startList } from "./list.js";
import { listen } from "./server.js";
import { apply, current, openChat, speakerIn, state, subscribe, visibleChats } from "./state.js";
import { countArrival, drawClock, startTimebar } from "./timebar.js";
import { copy, toast } from "./toast.js";
import { drawTour, startTour } from "./tour.js";
import { words } from "./words.js";

const NARROW = matchMedia("(max-width: 759px)");

const on = {
  command: (command) => say(command).catch(() => toast(words.failed)),
  mention: (name) => fill(`${name} `),
  copy,
  fill,
  prefill,
  go,
  link: followDeepLink,
  reply: replyTo,
  show: showMessage,
};

// Links to the bot itself stay inside the sandbox.
function followDeepLink(url) {
  const found = url.match(/^(?:https:\/\/t\.me\/|tg:\/\/resolve\?domain=)(\w+)[?&](start|startgroup)=([\w-]*)/u);
  if (!found || found[1].toLowerCase() !== state.bot.username.toLowerCase()) return false;
  const [, name, kind, payload] = found;
  if (kind === "startgroup") {
    fill(`/start@${name} ${payload}`);
    toast(words.linkGroup);
    return true;
  }
  go(speakerIn(current()).person.id);
  say(`/start ${payload}`).catch(() => toast(words.failed));
  return true;
}

function go(chatId) {
  if (location.hash === `#${chatId}`) openChat(chatId);
  else location.hash = String(chatId);
  route();
}

function route() {
  const id = Number(location.hash.slice(1));
  const known = state.chats.has(id) ? id : null;
  document.body.dataset.view = known ? "chat" : "list";
  if (known) openChat(known, null);
  else if (!NARROW.matches && visibleChats().length) openChat(firstChat());
  else openChat(null);
}

const firstChat = () => (visibleChats().find((chat) => chat.type !== "private") ?? visibleChats()[0]).id;

let scheduled = new Set();

// Many changes may come at once (a year in a minute): views are drawn once a frame. A chat is drawn
// as soon as it is opened, since what is typed next belongs to it.
function changed(what) {
  if (!scheduled.size) requestAnimationFrame(draw);
  scheduled.add(what);
  if (what === "open") draw();
}

function draw() {
  const what = scheduled;
  scheduled = new Set();
  if (!state.loaded || !what.size) return;
  drawList();
  drawConversation(["said", "earlier", "message"].find((one) => what.has(one)) ?? "", on);
  drawComposer();
  drawClock();
  if (what.has("state")) drawTour();
}

function start() {
  for (const node of document.querySelectorAll("[data-words]")) node.textContent = words[node.dataset.words] ?? "";
  startTimebar();
  startList(on);
  startConversation(on);
  startComposer();
  startTour(on);
  subscribe(changed);
  addEventListener("hashchange", route);
  NARROW.addEventListener("change", route);
  document.addEventListener("visibilitychange", () => { seenNow(); changed("seen"); });
  let lost = false;
  listen(
    (kind, payload) => {
      const first = !state.loaded;
      if (kind === "message") countArrival(payload);
      apply(kind, payload);
      if (kind === "state" && (first || !current())) route();
      if (kind === "state") byId("stage").classList.add("ready");
    },
    (up) => {
      if (lost === !up) return;
      lost = !up;
      toast(up ? words.online : words.offline);
    },
  );
}

start();
