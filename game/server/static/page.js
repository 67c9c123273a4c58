"use strict";
// Keeps a phone's page as the room stands. Without this script the page works by its forms.
(() => {
  const RETRY = 1000, CONNECT = 5000, SILENCE = 25000, JUMP = 4000, SAY_COUNT = 10000;
  const status = document.getElementById("status");
  const link = document.getElementById("link");
  const room = document.body.dataset.room;
  let source = null, since = 0, heard = 0, lost = 0, tick = Date.now();
  let at = -1, fresh = true, retired = false, number = 0, said = 0, shown = "";

  const main = () => document.getElementById("main");
  const pause = (time) => new Promise((done) => setTimeout(done, time));

  function say(text) {
    said = Date.now();
    if (status.textContent !== text) status.textContent = text;
  }

  // The page

  function show(html, when) {
    if (!fresh && when < at) return;
    at = when;
    fresh = false;
    if (html === shown) return;
    shown = html;
    const old = main(), focused = document.activeElement && document.activeElement.id;
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const next = holder.content.firstElementChild;
    for (const was of old.querySelectorAll("input[id], textarea[id]")) {
      const now = next.querySelector("#" + CSS.escape(was.id));
      if (now && was.value !== was.defaultValue) now.value = was.value;
    }
    for (const was of old.querySelectorAll("details[open]")) {
      const now = next.querySelector("#" + CSS.escape(was.id));
      if (now) now.open = true;
    }
    const moved = title(old) !== title(next);
    const caret = selection(old, focused);
    old.replaceWith(next);
    remember();
    const again = focused && document.getElementById(focused);
    if (again && !moved) {
      again.focus({ preventScroll: true });
      if (caret) again.setSelectionRange(...caret);
    }
    if (moved) {
      window.scrollTo(0, 0);
      say(title(next));
    }
  }

  function title(part) {
    const heading = part.querySelector("h1"), where = part.querySelector(".where");
    return [heading, where].filter(Boolean).map((each) => each.textContent)
      .reduce((said, each) => said + (/[.?!…]$/.test(said) ? " " : ". ") + each);
  }

  function selection(part, id) {
    const field = id && part.querySelector("#" + CSS.escape(id));
    if (!field || !/^(text|textarea)$/.test(field.type)) return null;
    return [field.selectionStart, field.selectionEnd];
  }

  function count(text) {
    const place = document.getElementById("count");
    if (!place) return;
    place.textContent = text;
    if (Date.now() - said > SAY_COUNT) say(text);
  }

  // What somebody writes for themselves stays in this phone's own store.
  function remember() {
    const mine = document.getElementById("mine");
    if (!mine) return;
    try {
      if (!mine.value) mine.value = localStorage.getItem("mine-" + room) || "";
      mine.oninput = () => localStorage.setItem("mine-" + room, mine.value);
    } catch {
      // No store: it stays as long as the page does.
    }
  }

  // A file to keep, with what stays on this phone; without this script the plan's place is empty.
  document.addEventListener("click", async (event) => {
    if (event.target.id !== "save") return;
    event.preventDefault();
    const reply = await fetch(event.target.href).catch(() => null);
    if (!reply || !reply.ok) return say("It cannot be saved now. Try again.");
    const plan = document.createElement("p"), link = document.createElement("a");
    plan.textContent = document.getElementById("mine").value;
    const page = (await reply.text()).replace("<!-- plan -->", () => plan.innerHTML);
    link.href = URL.createObjectURL(new Blob([page], { type: "text/html" }));
    link.download = (reply.headers.get("Content-Disposition") || "").split('"')[1];
    link.click();
    say("Saved.");
  });

  // The stream

  function connect() {
    if (source) source.close();
    retired = false;
    fresh = true;
    since = heard = Date.now();
    const mine = source = new EventSource("stream");
    const on = (name, act) => mine.addEventListener(name, (event) => {
      if (mine !== source) return;
      heard = Date.now();
      lost = 0;
      link.textContent = "";
      act(event);
    });
    on("main", (event) => show(event.data, Number(event.lastEventId)));
    on("count", (event) => count(event.data));
    on("beat", () => {});
    on("reload", () => location.reload());
    on("replaced", () => { mine.close(); retired = true; link.textContent = "Open in another tab"; });
    on("closing", () => drop(mine));
    mine.onerror = () => { if (mine === source) drop(mine); };
  }

  function drop(mine) {
    mine.close();
    lost = lost || Date.now();
    since = 0;
    link.textContent = document.getElementById("over") ? "" : "No connection. Trying again…";
  }

  function watch() {
    const now = Date.now(), slept = now - tick > JUMP;
    tick = now;
    if (retired && !slept) return;
    const open = source && source.readyState === 1;
    const stuck = source && source.readyState === 0 && now - since > CONNECT;
    const closed = !source || source.readyState === 2;
    if (slept || stuck || closed || (open && now - heard > SILENCE)) connect();
  }

  function wake() {
    tick = Date.now();
    if (document.visibilityState === "visible") connect();
  }

  // What is sent: again and again until it is acknowledged; of two answers only the later one.

  const outbox = new Map();

  async function send(path, body) {
    const ballot = body.get("ballot") || "";
    const key = path + " " + (ballot || body.get("puzzle")), waits = outbox.has(key);
    number = Math.max(Date.now(), number + 1);
    body.set("n", number);
    outbox.set(key, body);
    say("Sending…");
    if (waits) return;
    while (outbox.has(key)) {
      const sent = outbox.get(key), reply = await post(path, sent);
      if (!reply || reply.status === 429 || reply.status >= 500) {
        say(link.textContent = "Not sent yet. Trying again…");
        await pause(RETRY);
        continue;
      }
      link.textContent = "";
      if (outbox.get(key) === sent) outbox.delete(key);
      if (reply.status !== 200 && reply.status !== 409) return location.reload();
      show(reply.text, reply.at);
      const notice = main().querySelector(".notice"), mark = main().querySelector("strong");
      const voted = ballot && mark && mark.parentElement.querySelector(".letter").textContent;
      say(notice ? notice.textContent : voted ? "Your vote: " + voted : "Done.");
    }
  }

  async function post(path, body) {
    const end = new AbortController(), late = setTimeout(() => end.abort(), CONNECT);
    try {
      const reply = await fetch(path, {
        method: "POST", body, headers: { "X-Page": "1" }, signal: end.signal,
      });
      return { status: reply.status, at: Number(reply.headers.get("X-At")), text: await reply.text() };
    } catch {
      return null;
    } finally {
      clearTimeout(late);
    }
  }

  document.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData(event.target)), button = event.submitter;
    if (button && button.name) {
      body.set(button.name, button.value);
      button.dataset.sending = "";
    }
    send(event.target.getAttribute("action"), body);
  });

  addEventListener("pageshow", wake);
  addEventListener("online", wake);
  document.addEventListener("visibilitychange", wake);
  setInterval(watch, 1000);
  remember();
})();
