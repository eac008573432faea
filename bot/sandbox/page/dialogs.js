// Dialogs: a new chat or person, what can be done with a group, the sandbox's settings.
import { avatar } from "./avatars.js";
import { h, iconButton } from "./dom.js";
import { get, post } from "./server.js";
import { botStanding, isPrivate, openChat, present, speakerIn, speakersIn, state, titleOf } from "./state.js";
import { toast } from "./toast.js";
import { words } from "./words.js";

const said = words.dialogs;
const NETWORKS = {
  good: [],
  flood: [{ fault: "flood", probability: 0.3, seconds: 3, methods: ["sendMessage"] }],
  broken: [
    { fault: "reset_before", probability: 0.2 },
    { fault: "server_error", probability: 0.1, code: 502 },
  ],
  late: [{ fault: "silence_after", probability: 0.3, seconds: 20, methods: ["sendMessage"] }],
};

function dialog(title, ...children) {
  const box = h(
    "dialog",
    { class: "box", "aria-label": title, onclose: () => box.remove(), onclick: (event) => event.target === box && box.close() },
    h("div", { class: "box-head" }, h("h2", {}, title), iconButton("close", said.close, () => box.close())),
    h("div", { class: "box-body" }, children),
  );
  document.body.append(box);
  box.showModal();
  return box;
}

const field = (label, input, hint) => h("label", { class: "field" }, h("span", {}, label), input, hint ? h("small", {}, hint) : null);

function tick(label, hint, checked, onchange) {
  const box = h("input", { type: "checkbox", role: "switch", checked, onchange: (event) => onchange?.(event.target.checked) });
  return h("label", { class: "tick" }, h("span", {}, label, hint ? h("small", {}, hint) : null), box);
}

async function done(promise) {
  try {
    return await promise;
  } catch {
    toast(words.failed);
    return null;
  }
}

function go(chatId) {
  if (location.hash === `#${chatId}`) openChat(chatId);
  else location.hash = String(chatId);
}

const humans = () => [...state.people.values()].filter((person) => !person.is_bot);

export function newDialog() {
  const box = dialog(said.newChat, groupForm(() => box.close()), privateChats(() => box.close()), personForm(() => box.close()));
}

function groupForm(close) {
  const title = h("input", { type: "text", required: true, maxlength: "60", placeholder: said.groupHint });
  const owner = h("select", {}, humans().map((person) => h("option", { value: person.id }, `${person.first_name} ${person.role}`)));
  const choices = { forum: false, bot: true };
  const submit = async (event) => {
    event.preventDefault();
    const members = humans().map((person) => person.id).filter((id) => id !== Number(owner.value));
    const made = await done(post("chats", { title: title.value, user_id: Number(owner.value), members, ...choices }));
    close();
    if (made) go(made.id);
  };
  return h(
    "form", { onsubmit: submit },
    h("h3", {}, said.group),
    field(said.groupTitle, title),
    field(said.owner, owner),
    tick(said.withBot, null, true, (on) => { choices.bot = on; }),
    tick(said.forum, null, false, (on) => { choices.forum = on; }),
    h("div", { class: "box-foot" }, h("button", { class: "primary" }, words.create)),
  );
}

function privateChats(close) {
  const enter = (person) => { close(); go(person.id); };
  return h(
    "section", {}, h("h3", {}, said.privateWith),
    h("div", { class: "people" }, humans().map((person) =>
      h("button", { type: "button", class: "option", onclick: () => enter(person) }, avatar(person.id, person.first_name),
        h("span", { class: "option-words" }, h("b", {}, person.first_name), h("small", {}, person.role))))),
  );
}

function personForm(close) {
  const name = h("input", { type: "text", required: true, maxlength: "20" });
  const role = h("input", { type: "text", maxlength: "40", placeholder: said.personRoleHint });
  const submit = async (event) => {
    event.preventDefault();
    const made = await done(post("people", { name: name.value, role: role.value }));
    close();
    if (made) go(made.id);
  };
  return h(
    "form", { onsubmit: submit },
    h("h3", {}, said.person), field(said.personName, name), field(said.personRole, role),
    h("div", { class: "box-foot" }, h("button", { class: "primary" }, words.create)),
  );
}

export function chatMenu(chat) {
  const { person } = speakerIn(chat);
  const place = { chat_id: chat.id, user_id: person?.id };
  const standing = botStanding(chat);
  const act = (label, path, values, danger = false) =>
    h("button", { type: "button", class: `act ${danger ? "danger" : ""}`, onclick: async () => { box.close(); await done(post(path, { ...place, ...values })); } }, label);
  const acts = [];
  if (isPrivate(chat)) {
    if (standing) acts.push(present(standing) ? act(words.blockBot, "members", { standing: "kicked" }, true) : act(words.unblockBot, "members", { standing: "member" }));
  } else if (present(standing)) {
    acts.push(standing === "administrator" ? act(words.makeMember, "members", { standing: "member" }) : act(words.makeAdmin, "members", { standing: "administrator" }));
    acts.push(act(words.kickBot, "members", { standing: "kicked" }, true));
  } else acts.push(act(words.bringBot, "members", { standing: "member" }));
  if (chat.type === "group" && !chat.migrated_to) acts.push(act(words.upgrade, "migrate", {}));
  const box = dialog(titleOf(chat), memberList(chat), chat.is_forum ? topicForm(place, () => box.close()) : null, isPrivate(chat) ? null : joining(chat, place, () => box.close()), h("div", { class: "acts" }, acts));
}

function memberList(chat) {
  const rank = { creator: words.creator, administrator: words.administrator };
  const rows = [state.bot, ...speakersIn(chat)].filter((one) => present(chat.members[one.id])).map((one) =>
    h("div", { class: "option" }, avatar(one.id, one.first_name),
      h("span", { class: "option-words" }, h("b", {}, one.first_name), h("small", {}, one.is_bot ? words.bot : one.role)),
      rank[chat.members[one.id]] ? h("span", { class: "rank" }, rank[chat.members[one.id]]) : null),
  );
  return h("section", {}, h("h3", {}, words.about), h("div", { class: "people" }, rows));
}

function joining(chat, place, close) {
  const outside = humans().filter((person) => !present(chat.members[person.id]));
  if (!outside.length) return null;
  const choice = h("select", { "aria-label": words.addMember }, outside.map((person) => h("option", { value: person.id }, `${person.first_name} ${person.role}`)));
  const submit = async (event) => {
    event.preventDefault();
    close();
    await done(post("members", { ...place, member_id: Number(choice.value), standing: "member" }));
  };
  return h("form", { class: "inline-form", onsubmit: submit }, choice, h("button", { class: "quiet" }, words.addMember));
}

function topicForm(place, close) {
  const name = h("input", { type: "text", required: true, maxlength: "60", placeholder: words.topicName, "aria-label": words.topicName });
  const submit = async (event) => {
    event.preventDefault();
    close();
    await done(post("topics", { ...place, name: name.value }));
  };
  return h("form", { class: "inline-form", onsubmit: submit }, name, h("button", { class: "quiet" }, words.newTopic));
}

export async function settingsDialog() {
  const report = (await done(get("report", {}))) ?? { limits: {}, faults: { rules: [] } };
  const now = currentNetwork(report.faults.rules);
  const networks = Object.keys(NETWORKS).map((name) =>
    h("label", { class: "choice" }, h("input", { type: "radio", name: "network", value: name, checked: name === now, onchange: () => done(post("faults", { seed: 1, rules: NETWORKS[name] })) }), h("span", {}, said.networks[name])),
  );
  dialog(
    words.settings,
    tick(said.privacy, said.privacyHint, state.privacy, (on) => { state.privacy = on; done(post("privacy", { on })); }),
    tick(said.limits, said.limitsHint, report.limits.enforce, (on) => done(post("limits", { enforce: on }))),
    h("div", { class: "field", role: "radiogroup", "aria-label": said.network }, h("span", {}, said.network), h("small", {}, said.networkHint), h("div", { class: "choices" }, networks)),
  );
}

function currentNetwork(rules) {
  const kinds = rules.map((rule) => rule.fault).join();
  return Object.keys(NETWORKS).find((name) => NETWORKS[name].map((rule) => rule.fault).join() === kinds) ?? "good";
}
