"use strict";
// The facilitator's controls on a paired phone: what the console sees, and what the host may do.
(() => {
  const $ = (id) => document.getElementById(id);
  const NAMES = {
    "lobby": "Waiting to begin", "letter": "A letter", "read": "Reading", "vote": "Voting", "talk": "Talking",
    "reveal": "Reveal", "outcome": "What happened", "why": "Why", "ending": "The ending",
    "what": "What?", "so-what": "So what?", "now-what": "Now what?", "over": "At the end", "ended": "Over",
  };
  const keyboard = Math.random().toString(36);  // of this console, to tell it from others
  const GONE = "The room cannot be reached.";
  let source = null, view = null, trouble = null, heard = 0, ahead = 0, page = "", stays = false;

  // The action that has to be permitted (none for the door's own), the words, what a press does, and which of two shows.
  const KEYS = [
    ["talk", "Talk, then vote again", () => go({ do: "talk" })],
    ["reveal", "Reveal now", () => go({ do: "reveal" })],
    ["reopen", "Open the vote again", () => act({ do: "reopen" })],
    ["decide", "Settle it…", settle],
    ["hands", "Count hands…", hands],
    ["heads", "How many by hand…", heads],
    ["", "Another scenario…", scenarios, (d) => d.stage === "lobby"],
    ["end", "End the evening", end],
    ["undo", "Undo", () => act({ do: "undo" })],
    ["pause", "Pause", () => pause(true), (d) => !d.paused],
    ["pause", "End the pause", () => pause(false), (d) => d.paused],
    ["lock", "Close the door", () => act({ do: "lock", on: true }), (d) => !d.locked],
    ["lock", "Open the door", () => act({ do: "lock", on: false }), (d) => d.locked],
    ["table-votes", "One vote a table", () => act({ do: "table-votes", on: true }), (d) => !d.table_votes],
    ["table-votes", "One vote a person", () => act({ do: "table-votes", on: false }), (d) => d.table_votes],
    ["hold-lines", "Let lines wait for me", () => act({ do: "hold-lines", on: true }), (d) => !d.hold_lines],
    ["hold-lines", "Show lines at once", () => act({ do: "hold-lines", on: false }), (d) => d.hold_lines],
    ["timer", "Two minutes", () => timer(120)],
    ["timer", "Stop the clock", () => act({ do: "timer", until: 0 }), (d) => d.timer > 0],
    ["", "Let more phones in", admit, (d) => d.crowded > 0],
    ["deal", "Deal roles", () => act({ do: "deal" })],
    ["", "Ticket for a console", invite],
  ];

  const now = () => Date.now() / 1000 + ahead;

  function timer(seconds) {
    act({ do: "timer", until: now() + seconds });
  }

  function pause(on) {
    act({ do: "pause", on, at: now() });
  }

  async function post(path, data) {
    try {
      const reply = await fetch(path, {
        method: "POST", body: JSON.stringify(data),
        headers: { "Content-Type": "application/json", "X-Keyboard": keyboard },
      });
      const answer = await reply.json();
      reached();
      return { status: reply.status, ...answer };
    } catch {
      return { status: 0, code: "gone", message: GONE };
    }
  }

  // A sentence goes with the page, or *later* with the one after it: see turn.
  function say(text, later = false) {
    $("status").textContent = text;
    stays = later;
  }

  function reached() {
    if ($("status").textContent === GONE) say("");
  }

  function turn(data) {
    const now = [data.title, data.stage, data.number, data.ballot, data.decided, data.puzzle, data.paused].join();
    if (now === page) return;
    page = now;
    if (!stays && $("status").textContent !== data.trouble) say("");
    stays = false;
  }

  async function act(data) {
    const before = page, reply = await post("console/act", data);
    // Another console's step may be told of before its page comes.
    say(reply.message || "Done.", reply.code === "gone-on" && page === before);
    return reply;
  }

  // One by one: a request has a maximum length.
  async function showAll(texts) {
    for (const text of texts) {
      const reply = await act({ do: "show-lines", texts: [text] });
      if (reply.status !== 200 && reply.code !== "no-such-line") break;
    }
  }

  async function admit() {
    const reply = await post("console/admit", {});
    say(reply.message || "Done.");
  }

  async function absent() {
    const reply = await post("console/absent", {});
    say(reply.message || "Done.");
  }

  const choosing = () => view.stage === "over" || view.stage === "ended";

  async function scenarios() {
    const reply = await post("console/scenarios", {});
    say(reply.message);
    $("offers").hidden = !reply.offers;
    $("scenarios").replaceChildren(...(reply.offers || []).map((each) => make("li", "", [
      make("span", each.title + " · " + each.facts + (each.suggested ? " · next" : "") +
        (each.played ? " · played this evening" : "")),
      button("Begin", () => begin(each)),
    ])));
    $("offers").scrollIntoView();
  }

  async function begin(offer) {
    const reply = await post("console/next", { scenario: offer.id, after: offer.after });
    say(reply.message || "Next: " + offer.title);
    if (reply.status === 200 || reply.code === "changed") $("offers").hidden = true;
  }

  async function go(data) {
    const reply = await act(data);
    if (reply.code === "missing" && confirm(reply.message + " Go on anyway?")) {
      act({ ...data, anyway: true });
    }
  }

  function end() {
    if (confirm("End the evening? All phones then say that it is over.")) act({ do: "end" });
  }

  function settle() {
    const letters = view.options.map((each) => each.letter).join(", ");
    const letter = (prompt("Settle it with " + letters + "?") || "").trim().toUpperCase();
    const option = view.options.find((each) => each.letter === letter);
    if (option) act({ do: "decide", option: option.id });
  }

  function numbers(question) {
    const typed = (prompt(question) || "").trim();
    if (!typed) return null;
    const parts = typed.split(/[\s,]+/);
    if (parts.every((part) => /^\d{1,4}$/.test(part))) return parts.map(Number);
    say("Numbers, please, with blanks between.");
    return null;
  }

  function hands() {
    const ballot = view.ballot, letters = view.options.map((each) => each.letter).join(" ");
    const counts = numbers("Hands for " + letters + "; the last may be left out");
    if (counts) act({ do: "hands", ballot, counts });
  }

  function heads() {
    const count = numbers("How many vote without a phone?");
    if (count) act({ do: "heads", count: count[0] });
  }

  async function invite() {
    const reply = await post("console/ticket", {});
    say(reply.message);
  }

  function make(name, text, inside = []) {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    element.append(...inside);
    return element;
  }

  function fill(id, lines) {
    $(id).replaceChildren(...lines.map((line) => make("li", line)));
  }

  function button(text, press) {
    const made = make("button", text);
    made.type = "button";
    made.onclick = press;
    return made;
  }

  function show(data) {
    view = data;
    const rounds = data.round ? " · vote " + data.round : "";
    $("where").textContent = data.title + (data.number ? " · scene " + data.number : "") + rounds;
    $("title").textContent = NAMES[data.stage] + (data.scene ? ": " + data.scene : "");
    const missing = data.missing ? ", " + data.missing + " missing" : "";
    const done = data.kept ? " answered" : " voted";
    const voted = data.stage === "vote" ? data.voted + " of " + data.people + done + missing + " · " : "";
    $("count").textContent = voted + data.connected + (data.connected === 1 ? " phone on" : " phones on") +
      (data.wrong_codes ? " · wrong codes: " + data.wrong_codes : "");
    $("go").hidden = !data.permitted.includes("go-on") && !choosing();
    if (!choosing() && data.stage !== "lobby") $("offers").hidden = true;
    fill("report", data.stage === "lobby" ? [data.join, ...data.report, data.reach].filter(Boolean) : []);
    const paragraphs = [...data.text, data.task].filter(Boolean);
    $("text").replaceChildren(...paragraphs.map((part) => make("p", part)));
    $("door").textContent = data.crowded
      ? "Many phones have joined from one address, and more want in." : "";
    $("options").replaceChildren(...data.options.map((each) => {
      const letter = make("b", each.letter);
      letter.className = "letter";
      const counted = each.count === null ? "" : String(each.count);
      return make("li", "", [letter, make("span", each.text), make("b", counted)]);
    }));
    const groups = [...Object.entries(data.by_role), ...Object.entries(data.by_table)];
    fill("groups", groups.map(([name, counts]) => name + ": " +
      Object.entries(counts).map(([letter, count]) => letter + " " + count).join(", ")));
    $("decided").textContent = data.text.includes(data.decided) ? "" : data.decided || "";
    $("next").textContent = data.next_question ? "Ask: " + data.next_question : "";
    $("key").textContent = data.key ? "The moment asks: " + data.key : "No scene is open.";
    fill("best", data.best);
    $("notes").textContent = data.notes || "";
    fill("ask", [...data.ask, ...data.prompts]);
    const pressed = document.activeElement && document.activeElement.textContent;
    const keys = KEYS.filter(([control, , , shows]) => (!control || data.permitted.includes(control)) && (!shows || shows(data)))
      .map(([, text, press]) => button(text, press));
    $("keys").replaceChildren(...keys);
    const again = keys.find((key) => key.textContent === pressed);
    if (again) again.focus({ preventScroll: true });
    $("open-puzzles").hidden = !data.puzzles.length;
    $("puzzles").replaceChildren(...data.puzzles.map((each) => {
      const shown = each.number === data.puzzle, puzzle = each.number;
      const keys = [
        button("Answered", () => act({ do: "close-puzzle", puzzle, answered: true })),
        button("Take down", () => act({ do: "close-puzzle", puzzle, answered: false })),
      ];
      if (data.permitted.includes("show-puzzle")) {
        keys.unshift(button(shown ? "Off the screen" : "On the screen", () => act({ do: "show-puzzle", puzzle: shown ? 0 : puzzle })));
      }
      return make("li", "", [make("span", each.text + " · " + each.votes), ...keys]);
    }));
    $("held-lines").hidden = !data.held.length;
    $("show-all").onclick = () => showAll(data.held);
    $("held").replaceChildren(...data.held.map((text) => make("li", "", [
      make("span", text),
      button("Show", () => act({ do: "show-lines", texts: [text] })),
      button("Take down", () => act({ do: "take-down", text })),
    ])));
    $("shared-lines").hidden = !data.shared.length;
    $("shared").replaceChildren(...data.shared.map((text) => make("li", "", [
      make("span", text), button("Take down", () => act({ do: "take-down", text })),
    ])));
    $("absent").onclick = absent;
    $("seats").replaceChildren(...data.roster.map((seat) => make("li", "", [
      make("span", seat.name + (seat.table ? " · table " + seat.table : "") + (seat.removed ? " · taken away" : seat.away ? " · phone gone" : "")),
      button(seat.removed ? "Let back" : "Take away", () => remove(seat)),
    ])));
    turn(data);
    if (data.trouble && data.trouble !== trouble) say(data.trouble);
    trouble = data.trouble;
    $("pair").hidden = true;
    $("view").hidden = false;
  }

  function remove(seat) {
    if (seat.removed || confirm("Take the seat of " + seat.name + " away?")) {
      act({ do: "remove", seat: seat.id, on: !seat.removed });
    }
  }

  function connect() {
    if (source) source.close();
    heard = Date.now();
    source = new EventSource("console/stream");
    const on = (name, then) => source.addEventListener(name, (event) => {
      heard = Date.now();
      $("link").textContent = "";
      reached();
      then(event);
    });
    on("view", (event) => show(JSON.parse(event.data)));
    on("now", (event) => { ahead = Number(event.data) - Date.now() / 1000; });
    on("beat", () => {});
    on("revoked", ask);
    source.onerror = () => {
      $("link").textContent = "No connection. Trying again…";
      if (source.readyState === 2) check();
    };
  }

  // An EventSource does not tell a refusal from a loss: ask, with an act that is none.
  async function check() {
    const reply = await post("console/act", {});
    if (reply.status === 403) ask();
    else setTimeout(connect, 1000);
  }

  function ask() {
    source.close();
    source = null;
    $("link").textContent = "";
    $("view").hidden = $("go").hidden = true;
    $("pair").hidden = false;
    $("ticket").focus();
  }

  async function pair(ticket) {
    const reply = await post("console/pair", { ticket });
    say(reply.message);
    if (reply.status === 200) connect();
    else $("pair").hidden = false;
  }

  $("pair").addEventListener("submit", (event) => {
    event.preventDefault();
    pair($("ticket").value);
  });
  $("go").onclick = () => choosing() ? scenarios() : go({ do: "go-on" });
  const wake = () => {
    if (document.visibilityState === "visible" && source && Date.now() - heard > 2000) connect();
  };
  addEventListener("pageshow", wake);
  addEventListener("online", wake);
  document.addEventListener("visibilitychange", wake);

  // The ticket comes behind the #, which no browser sends anywhere.
  const ticket = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  if (ticket) pair(ticket);
  else connect();
})();
