// The page of the sandbox. It asks the control interface once a second and shows what is new. What it shows comes from whoever
// calls the sandbox, so it is only ever put into text nodes.
"use strict";

const PERIOD = 1000;
const KEPT = 500;

const at = (id) => document.getElementById(id);

/** An element with attributes and children; texts become text nodes. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value !== undefined && value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// --- the control interface ---

async function ask(method, path, body) {
  const options = { method };
  if (body !== undefined || method === "POST") {
    options.headers = { "Content-Type": "application/json" };
    options.body = JSON.stringify(body ?? {});
  }
  const answer = await fetch("/_sandbox/" + path, options);
  const value = await answer.json();
  if (!answer.ok) throw new Error(value.error ?? `HTTP ${answer.status}`);
  return value;
}

function say(text, isBad = false) {
  at("message").textContent = text;
  at("message").classList.toggle("bad", isBad);
}

/** Does something, says what, and shows what became of it. */
async function act(done, method, path, body) {
  try {
    await ask(method, path, body);
    say(done);
  } catch (error) {
    say(error.message, true);
  }
  await refresh();
}

// --- texts ---

const time = (seconds) => new Date(seconds * 1000).toLocaleTimeString([], { hour12: false });
const yuan = (fen) => (typeof fen === "number" ? (fen / 100).toFixed(2) : "");

/** JSON, indented; other texts as they are. */
function indented(text) {
  if (typeof text !== "string") return JSON.stringify(text, null, 2);
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function duration(seconds) {
  const units = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]];
  const parts = [];
  for (const [unit, size] of units) {
    const count = Math.floor(seconds / size);
    if (count > 0) parts.push(`${count} ${unit}`);
    seconds -= count * size;
  }
  return parts.slice(0, 2).join(" ");
}

/** Replaces the children of an element only if what they show has changed, so that focus and selection stay. */
const shown = new Map();
function show(id, value, make) {
  const key = JSON.stringify(value);
  if (shown.get(id) === key) return;
  shown.set(id, key);
  const focused = document.activeElement?.closest(`#${id} [data-key]`)?.dataset.key;
  at(id).replaceChildren(...make(value));
  if (focused) at(id).querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

// --- exchanges ---

const lines = new Map();
let chosen = null;

const name = (line) => line.operation ?? `${line.method} ${line.target}`;

function row(line) {
  const arrow = line.direction === "call" ? "→" : "←";
  const word = line.direction === "call" ? "call" : "notification";
  const open = element("button", { type: "button", click: () => choose(line.number) },
    element("span", { title: word, "aria-label": word }, arrow + " "), name(line),
    element("small", {}, line.direction === "call" ? line.title : line.target));
  const status = line.status ?? "none";
  const problems = line.problems.length;
  return element("tr", { "data-number": line.number },
    element("td", { class: "number" }, String(line.number)),
    element("td", { class: "time" }, time(line.at)),
    element("td", {}, open),
    element("td", { class: line.ok ? "good" : "bad" }, String(status), problems ? ` · ${problems} wrong` : ""));
}

function fits(line) {
  if (at("only-wrong").checked && line.ok) return false;
  const text = at("filter").value.trim().toLowerCase();
  return !text || [name(line), line.title, line.target, line.status].join(" ").toLowerCase().includes(text);
}

function filter() {
  for (const [number, { line, row }] of lines) {
    row.hidden = !fits(line);
    row.toggleAttribute("aria-current", number === chosen);
  }
}

async function listExchanges() {
  const last = Math.max(0, ...lines.keys());
  for (const line of await ask("GET", `journal?after=${last}`)) {
    if (lines.has(line.number)) continue;
    const made = row(line);
    lines.set(line.number, { line, row: made });
    at("lines").prepend(made);
  }
  for (const number of lines.keys()) {
    if (lines.size <= KEPT) break;
    lines.get(number).row.remove();
    lines.delete(number);
  }
  filter();
}

async function choose(number) {
  chosen = number;
  filter();
  try {
    const one = await ask("GET", `journal/${number}`);
    at("detail-title").textContent = `Exchange ${number}: ${name(one)}`;
    at("one").replaceChildren(...detail(one));
    at("detail").scrollTop = 0;
    at("detail").focus({ preventScroll: true });
  } catch (error) {
    say(error.message, true);
  }
}

function part(title, ...content) {
  return [element("h3", {}, title), ...content];
}

function block(title, text) {
  if (text === null || text === undefined || text === "") return [];
  return part(title, element("pre", {}, indented(text)));
}

function list(title, texts, kind) {
  if (texts.length === 0) return [];
  return part(title, element("ul", { class: kind }, ...texts.map((text) => element("li", {}, text))));
}

function folded(title, text) {
  if (!text) return [];
  return [element("details", {}, element("summary", {}, title), element("pre", {}, text))];
}

/** A message as it was signed: line feeds are part of it, so they are shown. */
const signed = (message) => message?.replaceAll("\n", "\\n\n");

/** Without the parts of a request that it does not have. */
function parts(request) {
  if (typeof request !== "object" || request === null) return request;
  const isThere = ([key, value]) => !["path", "query", "body"].includes(key) || (value !== null && Object.keys(value).length > 0);
  return Object.fromEntries(Object.entries(request).filter(isThere));
}

const headers = (all) => Object.entries(all).map(([key, value]) => `${key}: ${value}`).join("\n");

function detail(one) {
  const isCall = one.direction === "call";
  const status = one.status === null ? "no answer" : `status ${one.status}`;
  const sides = isCall ? ["Request", "Answer"] : ["Notification", "Answer of the app"];
  return [
    element("p", {}, isCall ? `${one.method} ${one.target}` : `posted to ${one.target}`, element("br"),
      element("span", { class: "quiet" }, [one.title, new Date(one.at * 1000).toLocaleString()].filter(Boolean).join(" · ")), " ",
      element("strong", { class: one.ok ? "good" : "bad" }, status)),
    ...list("What was wrong", one.problems, "bad"),
    ...list("What was checked and right", one.checked, "good"),
    ...block("Scripted", one.scripted.map(indented).join("\n")),
    ...block(`${sides[0]}, decrypted`, isCall ? parts(one.request) : one.request),
    ...block(`What the signature of the ${isCall ? "request" : "notification"} covers`, signed(one.request_message)),
    ...folded(`${sides[0]} as it was sent: headers`, headers(one.request_headers)),
    ...folded(`${sides[0]} as it was sent: body`, one.request_body),
    ...block(isCall ? "Answer, before it was encrypted" : "", isCall ? one.answer : null),
    ...block("What the signature of the answer covers", signed(one.answer_message)),
    ...folded(`${sides[1]} as it was sent: headers`, headers(one.answer_headers)),
    ...folded(`${sides[1]} as it was sent: body`, one.answer_body),
  ];
}

// --- orders and the like ---

/** Word, meaning, what is said beside the number. */
const ACTIONS = {
  pay: ["Pay", "a user pays"],
  fail: ["Fail", "it does not succeed"],
  close: ["Close", "it is closed, the money stays", { reason: "CLOSED" }],
  confirm: ["Confirm", "a user confirms"],
  terminate: ["End", "a user ends it"],
};
const POSSIBLE = {
  order: ["pay", "fail"],
  "combined-order": ["pay"],
  refund: ["fail", "close"],
  transfer: ["confirm", "fail"],
  batch: [],
  contract: ["confirm", "terminate"],
  "score-order": ["confirm", "pay", "fail"],
  permission: ["confirm", "terminate"],
};

/** Rows that are made; more are found by the filter. */
const ROWS = 200;

function things({ all, text }) {
  const fits = (thing) => !text || [thing.kind, thing.number, thing.state].join(" ").toLowerCase().includes(text);
  return all.filter(fits).slice(0, ROWS).map((thing) => {
    const buttons = (POSSIBLE[thing.kind] ?? []).map((action) => {
      const [word, meaning, more] = ACTIONS[action];
      const path = action === "close" ? "fail" : action;
      return element("button", {
        type: "button", title: meaning, "data-key": `${action} ${thing.kind} ${thing.number}`, "aria-label": `${word} ${thing.kind} ${thing.number}`,
        click: () => act(`${word}: ${thing.number}`, "POST", path, { number: thing.number, ...more }),
      }, word);
    });
    return element("tr", {},
      element("td", {}, thing.kind), element("td", {}, thing.number),
      element("td", {}, thing.state ?? (thing.orders ?? []).join(", ")), element("td", { class: "number" }, yuan(thing.amount)),
      element("td", {}, element("div", { class: "actions" }, ...buttons)));
  });
}

// --- notifications ---

function notifications({ all, now }) {
  return [...all].reverse().map((one) => {
    const state = one.accepted ? "accepted" : one.next === null ? "given up" : "waits";
    const next = !one.accepted && one.next !== null && one.next > now ? `, again at ${time(one.next)}` : "";
    return element("tr", {},
      element("td", { class: "number" }, String(one.number)),
      element("td", {}, one.event), element("td", {}, one.notify_url),
      element("td", { class: one.accepted ? "good" : one.failure ? "bad" : "" }, `${state}, attempts: ${one.attempts}${next}`,
        one.failure ? element("div", {}, one.failure) : null),
      element("td", {}, element("button", {
        type: "button", "data-key": String(one.number), "aria-label": `Post notification ${one.number} again`,
        click: () => act(`posted again: ${one.event}`, "POST", `notifications/${one.number}/again`),
      }, "Again")));
  });
}

// --- everything ---

function state(now) {
  at("base-url").textContent = now.base_url;
  at("mchid").textContent = now.mchid;
  at("clock").textContent = new Date(now.now * 1000).toLocaleString();
  at("ahead").textContent = now.ahead > 0 ? `(${duration(now.ahead)} ahead)` : "";
  const newest = now.platform_certificates.at(-1);
  at("platform-key").textContent = `${now.platform_public_key_id}, newest certificate ${newest ?? "none"}`;
}

let isBroken = false;

async function refresh() {
  try {
    await listExchanges();
    const [now, all, scripts] = await Promise.all([ask("GET", "state"), ask("GET", "notifications"), ask("GET", "scripts")]);
    state(now);
    show("things", { all: now.things, text: at("things-filter").value.trim().toLowerCase() }, things);
    show("notifications", { all, now: all.some((one) => one.next !== null) ? now.now : 0 }, notifications);
    show("scripts", scripts, (scripts) => scripts.map((script) => element("li", {}, element("code", {}, JSON.stringify(script)))));
    if (isBroken) say("");
    isBroken = false;
  } catch (error) {
    isBroken = true;
    say(`The sandbox does not answer: ${error.message}`, true);
  }
}

function json(text, what) {
  if (!text.trim()) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${what}: ${error.message}`);
  }
}

/** Has a form do something in place of being sent. */
function onSubmit(id, submit) {
  at(id).addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await submit(new FormData(event.target));
    } catch (error) {
      say(error.message, true);
    }
  });
}

onSubmit("clock-form", (form) => {
  const seconds = Number(form.get("amount")) * Number(form.get("unit"));
  return act(`moved by ${duration(seconds)}`, "POST", "clock", { advance: seconds });
});

onSubmit("notify-form", (form) => act(`posted: ${form.get("event")}`, "POST", "notify", {
  event: form.get("event"), notify_url: form.get("notify_url"), version: form.get("version"), fields: json(form.get("fields"), "fields"),
}));

onSubmit("script-form", (form) => {
  const script = { times: form.get("always") ? "always" : Number(form.get("times") || 1) };
  if (form.get("operation").trim()) script.operation = form.get("operation").trim();
  if (form.get("delay_ms")) script.delay_ms = Number(form.get("delay_ms"));
  if (form.get("status") || form.get("code")) {
    script.refuse = { status: Number(form.get("status") || 500), code: form.get("code") || "SYSTEM_ERROR" };
  }
  if (form.get("fault")) script.fault = form.get("fault");
  script.fields = json(form.get("fields"), "fields");
  return act("scripted", "POST", "scripts", script);
});

at("clear").addEventListener("click", async () => {
  await act("forgotten", "DELETE", "journal");
  lines.clear();
  at("lines").replaceChildren();
  filter();
});
at("clear-scripts").addEventListener("click", () => act("no scripts", "DELETE", "scripts"));
at("rotate").addEventListener("click", () => act("a new certificate of the platform", "POST", "rotate"));
at("filter").addEventListener("input", filter);
at("things-filter").addEventListener("input", refresh);
at("only-wrong").addEventListener("change", filter);
// Up and down go through the list.
at("lines").addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const buttons = [...at("lines").querySelectorAll("tr:not([hidden]) button")];
  const next = buttons[buttons.indexOf(document.activeElement) + step];
  if (next) {
    event.preventDefault();
    next.focus();
  }
});

// Escape goes back from an exchange to its line.
at("detail").addEventListener("keydown", (event) => {
  if (event.key === "Escape") lines.get(chosen)?.row.querySelector("button").focus();
});

async function run() {
  for (const { id, title } of await ask("GET", "operations")) at("operations").append(element("option", { value: id }, title));
  for (;;) {
    if (!document.hidden) await refresh();
    await new Promise((done) => setTimeout(done, PERIOD));
  }
}

run().catch((error) => say(error.message, true));
