// Dates in the place's zone, in the words of the field.
import { sandboxNow, state } from "./state.js";
import { words } from "./words.js";

function parts(instant) {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: state.zone, year: "numeric", month: "numeric", day: "numeric",
    hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  const found = Object.fromEntries(format.formatToParts(instant).map((part) => [part.type, part.value]));
  const [year, month, day] = [Number(found.year), Number(found.month), Number(found.day)];
  const number = Date.UTC(year, month - 1, day) / 86400000;
  return { year, month, day, number, weekday: words.weekdays[(number + 4) % 7], time: `${found.hour}:${found.minute}` };
}

const at = (seconds) => parts(new Date(seconds * 1000));

export const dayNumber = (seconds) => at(seconds).number;
export const timeOf = (seconds) => at(seconds).time;

export function dayOf(seconds) {
  const day = at(seconds);
  const now = parts(sandboxNow());
  const said = `${day.month}月${day.day}日 ${day.weekday}`;
  if (day.number === now.number) return `${words.today} · ${said}`;
  if (day.number === now.number - 1) return `${words.yesterday} · ${said}`;
  return day.year === now.year ? said : `${day.year}年${said}`;
}

export function shortDate(seconds) {
  const day = at(seconds);
  const now = parts(sandboxNow());
  if (day.number === now.number) return day.time;
  if (day.number === now.number - 1) return words.yesterday;
  if (now.number - day.number < 7) return day.weekday;
  return day.year === now.year ? `${day.month}月${day.day}日` : `${day.year}/${day.month}/${day.day}`;
}

export function clockWords() {
  const now = parts(sandboxNow());
  const two = (value) => String(value).padStart(2, "0");
  return {
    date: `${now.year}年${now.month}月${now.day}日`,
    brief: `${now.month}月${now.day}日 ${now.weekday} ${now.time}`,
    weekday: now.weekday,
    time: now.time,
    iso: `${now.year}-${two(now.month)}-${two(now.day)}`,
  };
}
