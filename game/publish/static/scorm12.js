"use strict";
// Keeps a page's runs in a learning platform by SCORM 1.2, and reports what is answered.
globalThis.twoHatsHost = (() => {
  const LIMIT = 4096, WINDOWS = 100, VERSION = "1";
  const api = find(window) || (window.opener && find(window.opener));
  if (!api) return undefined;
  const { game, stories, campaigns, mastery } =
    JSON.parse(document.getElementById("data").textContent);
  const names = Object.keys(stories), [campaign] = Object.keys(campaigns);
  const CALLS = { lead: "a", manage: "b", "lead-then-manage": "c", "manage-then-lead": "d" };
  const SURE = { guess: "X", fairly: "Y", sure: "Z" };
  const get = (name) => String(api.LMSGetValue(name));
  const set = (name, value) => api.LMSSetValue(name, String(value));
  const check = (answer) => {
    if (String(answer) !== "true") throw new Error("the platform did not keep the runs");
  };
  const stamp = (time) => new Date(time).toISOString().replace("Z", "+00:00");
  const keyOf = (table, value) => Object.keys(table).find((key) => table[key] === value);
  let status = "", opened = 0, over = false;

  function find(from) {
    for (let here = from, count = 0; here && count < WINDOWS; count += 1) {
      try {
        if (here.API) return here.API;
      } catch {
        return null; // a window of another origin
      }
      if (here === here.parent) return null;
      here = here.parent;
    }
    return null;
  }

  // Milliseconds as HHHH:MM:SS.SS
  function span(milliseconds) {
    const seconds = Math.floor(milliseconds / 1000), hours = Math.floor(seconds / 3600);
    const two = (number) => String(number).padStart(2, "0");
    const rest = [Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(":");
    return `${String(hours).padStart(4, "0")}:${rest}.${two(Math.floor(milliseconds / 10) % 100)}`;
  }

  // A run as text: a sign for each action, then the seconds since the one before in base 36.
  // Scenes are not in it, since the walk gives them.

  function sign({ do: kind, scene, call, confidence, choice }, { scenes }) {
    if (kind === "go-on") return "!";
    if (kind === "call") return CALLS[call].toUpperCase();
    if (kind === "confide") return SURE[confidence];
    return String(1 + scenes[scene].choices.findIndex((each) => each.id === choice));
  }

  function signed(mark, { scenes }, scene) {
    if (mark === "!") return { do: "go-on" };
    if ("ABCD".includes(mark)) return { do: "call", scene, call: keyOf(CALLS, mark.toLowerCase()) };
    if ("XYZ".includes(mark)) return { do: "confide", scene, confidence: keyOf(SURE, mark) };
    return { do: "choose", scene, choice: scenes[scene].choices[Number(mark) - 1].id };
  }

  function pack(store, timed) {
    const runs = Object.entries(store.runs).map(([key, run]) => {
      let before = Date.parse(run.started);
      const actions = run.actions.map((action) => {
        const gap = Math.max(0, Math.round((Date.parse(action.at) - before) / 1000));
        before = Date.parse(action.at);
        const wait = timed && gap ? `(${gap.toString(36)})` : "";
        return sign(action, stories[run.scenario]) + wait;
      });
      return [names.indexOf(run.scenario), Number(key !== run.scenario), run.fingerprint,
        run.number, run.registration, run.seed, Number(run.first),
        Date.parse(run.started).toString(36), actions.join(""), run.ended ? 1 : 0].join();
    });
    const answered = store.answered.map((name) => names.indexOf(name)).join(".");
    const head = [VERSION, store.player, store.count, answered].join();
    return [head, JSON.stringify(store.ways), ...runs].join("|");
  }

  function unpack(text) {
    const [head, ways, ...runs] = text.split("|");
    const [version, player, count, answered] = head.split(",");
    if (version !== VERSION) return {};
    const indexes = answered.split(".").filter(Boolean);
    const store = { player, count: Number(count), ways: JSON.parse(ways), runs: {},
      answered: indexes.map((index) => names[Number(index)]) };
    for (const run of runs) {
      const [index, within, fingerprint, number, registration, seed, first, started, signs, ended] =
        run.split(",");
      const scenario = names[Number(index)], begun = parseInt(started, 36);
      if (!scenario || stories[scenario].fingerprint !== fingerprint) continue;
      store.runs[within === "1" ? `${campaign}/${scenario}` : scenario] = unfold(signs, {
        scenario, fingerprint, number: Number(number), registration, seed: Number(seed),
        first: first === "1", ended: ended === "1", started: stamp(begun), actions: [],
        thoughts: [] });
    }
    return store;
  }

  function unfold(signs, run) {
    const story = stories[run.scenario];
    let time = Date.parse(run.started);
    for (const [, mark, gap] of signs.matchAll(/([!A-DX-Z1-6])(?:\(([0-9a-z]+)\))?/g)) {
      time += gap ? parseInt(gap, 36) * 1000 : 0;
      const { scene } = TwoHats.replay(game, story, run);
      run.actions.push({ ...signed(mark, story, scene), at: stamp(time) });
    }
    return run;
  }

  // Reports

  function interact(id, response, { right, result, weighting, latency }) {
    const at = `cmi.interactions.${get("cmi.interactions._count") || 0}`;
    set(`${at}.id`, id);
    set(`${at}.type`, "choice");
    set(`${at}.time`, new Date().toTimeString().slice(0, 8));
    if (right) set(`${at}.correct_responses.0.pattern`, right);
    set(`${at}.weighting`, weighting);
    set(`${at}.student_response`, response);
    set(`${at}.result`, result);
    set(`${at}.latency`, span(Math.max(0, latency)));
  }

  function answered(run, { id, scene, call, place, parts }) {
    const last = (kind) => run.actions.findLastIndex((action) => action.do === kind);
    const at = (index) => Date.parse(run.actions[index].at), called = last("call");
    const [, fit, craft] = parts.map((part) => part[1]), right = CALLS[scene.call];
    interact(`${id}.call`, CALLS[call], { right, weighting: 20,
      result: call === scene.call ? "correct" : "neutral", latency: at(called) - at(called - 1) });
    interact(`${id}.choice`, "abcdef"[place], { weighting: 80, result: fit + craft,
      latency: at(last("choose")) - at(called) });
  }

  // The first ending counts; with a score to pass, then the first that reaches it.
  function ended({ turns }) {
    if (status === "completed" || status === "passed" || campaign) return;
    const mean = turns.reduce((sum, { total }) => sum + total, 0) / turns.length;
    const how = mastery === null ? "completed" : mean >= mastery ? "passed" : "failed";
    if (how === status) return;
    set("cmi.core.score.min", 0);
    set("cmi.core.score.max", 100);
    set("cmi.core.score.raw", Math.round(mean * 100) / 100);
    complete(how);
  }

  function complete(how) {
    status = how;
    set("cmi.core.lesson_status", how);
    set("cmi.core.exit", "");
  }

  function begin() {
    opened = Date.now();
    over = false;
    api.LMSInitialize("");
    status = get("cmi.core.lesson_status");
    if (!["not attempted", "", "incomplete"].includes(status)) return;
    status = "incomplete";
    set("cmi.core.lesson_status", status);
    set("cmi.core.exit", "suspend");
  }

  // A page that the browser shows again as it was left has had its session finished.
  addEventListener("pageshow", ({ persisted }) => persisted && begin());
  addEventListener("pagehide", () => {
    if (over) return;
    over = true;
    set("cmi.core.session_time", span(Date.now() - opened));
    api.LMSFinish("");
  });

  return {
    load() {
      begin();
      const text = get("cmi.suspend_data");
      return text ? JSON.stringify(unpack(text)) : null;
    },
    save(text) {
      const store = JSON.parse(text), timed = pack(store, true);
      const packed = timed.length <= LIMIT ? timed : pack(store, false);
      if (packed.length > LIMIT) throw new RangeError("the run is too long to be kept");
      check(set("cmi.suspend_data", packed));
      check(api.LMSCommit(""));
    },
    report({ run, play, action }) {
      const kind = action && action.do;
      if (kind === "choose") answered(run, play.turns.at(-1));
      if (kind === "go-on" && play.phase === "ending") ended(play);
      set("cmi.core.session_time", span(Date.now() - opened));
      api.LMSCommit("");
    },
    finished: () => status === "incomplete" && complete("completed"),
  };
})();
