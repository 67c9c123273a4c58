"use strict";
// Keeps a page's runs in a learning record store by cmi5, and sends statements about them.
globalThis.twoHatsHost = (() => {
  const query = new URLSearchParams(location.search), endpoint = query.get("endpoint");
  if (!endpoint || !query.get("fetch")) return undefined;
  const base = endpoint.endsWith("/") ? endpoint : `${endpoint}/`, KEPT = "two-hats";
  const actor = JSON.parse(query.get("actor")), registration = query.get("registration");
  const activity = query.get("activityId"), opened = Date.now();
  const { statements, campaigns } = JSON.parse(document.getElementById("data").textContent);
  const [campaign] = Object.keys(campaigns);
  const CMI5 = "https://w3id.org/xapi/cmi5/context/categories/cmi5";
  const MOVE_ON = "https://w3id.org/xapi/cmi5/context/categories/moveon";
  const VERBS = "http://adlnet.gov/expapi/verbs/";
  // *done* is null until all is read at the launch, and once the session is over; without it
  // no place is kept and no run is reported.
  let token = "", launch = null, store = null, done = null, over = false;
  let queue = Promise.resolve();

  const headers = (more) =>
    ({ Authorization: `Basic ${token}`, "X-Experience-API-Version": "1.0.3", ...more });
  const address = (path, values) => `${base}${path}?${new URLSearchParams(values)}`;
  const state = (stateId) => address("activities/state",
    { activityId: activity, agent: JSON.stringify(actor), registration, stateId });

  async function read(url) {
    const answer = await fetch(url, { headers: headers() });
    if (answer.status === 404) return null;
    if (!answer.ok) throw new Error(`the record store answered ${answer.status}`);
    return answer.json();
  }

  // One request after another, in the order of events; the last one is not held up, so that it
  // outlives the page. Resolves to whether the store took it.
  function send(method, url, body) {
    const ask = () => fetch(url, { method, keepalive: over, body: JSON.stringify(body),
      headers: headers({ "Content-Type": "application/json" }) });
    if (over) return ask();
    queue = queue.then(ask).then((answer) => {
      if (!answer.ok) throw new Error(`the record store answered ${answer.status}`);
      return true;
    }).catch((error) => console.error(error));
    return queue;
  }

  const hex = (count) => [...crypto.getRandomValues(new Uint8Array(count))]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const id = () => `${hex(4)}-${hex(2)}-4${hex(2).slice(1)}-8${hex(2).slice(1)}-${hex(6)}`;
  const span = (seconds) => `PT${seconds.toFixed(2)}S`;

  // What the platform has given stands; ours is put beside it.
  function context(ours, categories) {
    const theirs = structuredClone(launch.contextTemplate || {});
    const around = { ...theirs.contextActivities };
    for (const [name, activities] of Object.entries({ ...ours.contextActivities })) {
      around[name] = [...(around[name] || []), ...activities];
    }
    const ids = categories.map((each) => ({ id: each }));
    if (ids.length) around.category = [...(around.category || []), ...ids];
    return { ...ours, ...theirs, registration, contextActivities: around,
      extensions: { ...ours.extensions, ...theirs.extensions } };
  }

  function statement(parts, ours, categories, at) {
    const body = { id: id(), actor, timestamp: at || new Date().toISOString(), ...parts,
      context: context(ours, categories) };
    return send("POST", `${base}statements`, body);
  }

  // Statements that cmi5 defines are about the unit itself.
  function defined(verb, result, moves) {
    const about = { verb: { id: VERBS + verb, display: { en: verb } },
      object: { objectType: "Activity", id: activity } };
    return statement(result ? { ...about, result } : about, {}, moves ? [CMI5, MOVE_ON] : [CMI5]);
  }

  const extended = (home, values) => Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${home}/extension/${name}`, value]));

  function ours(table, run, given) {
    return { ...given, platform: "Two Hats",
      extensions: extended(table.home, { attempt: run.first ? "first" : "practice" }) };
  }

  function answered(table, run, turn) {
    const { call, choice, called, chosen } = table.scenes[turn.id], { confidence } = turn;
    const at = (kind) => run.actions.filter((each) => each.do === kind).at(-1).at;
    const [direction, structure] = TwoHats.gauges(turn.gauges);
    const callResult = structuredClone(called[turn.call]);
    const choiceResult = structuredClone(chosen[turn.call][turn.choice.id]);
    if (confidence) callResult.extensions = extended(table.home, { confidence });
    Object.assign(choiceResult.extensions, extended(table.home, { direction, structure }));
    const report = ({ verb, object, context: given }, result, when) =>
      statement({ verb, object, result }, ours(table, run, given), [], when);
    report(call, callResult, at("call"));
    report(choice, choiceResult, at("choose"));
  }

  function ended({ game, story, run, play }) {
    const table = statements[story.id], { points, seconds, state: name } =
      TwoHats.exported(game, story, run);
    const { verb, object, context: given } = table.ended, duration = span(seconds);
    const score = { scaled: Number((points / 100).toFixed(4)), raw: Number(points.toFixed(2)),
      min: 0, max: 100 };
    const extensions = extended(table.home, { state: name });
    statement({ verb, object, result: { completion: true, score, duration, extensions } },
      ours(table, run, given), [], run.actions.at(-1).at);
    if (!campaign) complete(score, duration);
  }

  // What counts for the platform: completion, once; where it has a score to pass, whether the
  // first run passed, or else the first that does.
  function complete(score, duration) {
    if (launch.launchMode !== "Normal") return;
    const first = !done.completed;
    if (first) defined("completed", { completion: true, duration }, true);
    if (score && typeof launch.masteryScore === "number" && !done.passed) {
      const success = score.scaled >= launch.masteryScore, result = { success, score, duration };
      if (success || first) defined(success ? "passed" : "failed", result, true);
      done.passed = success;
    }
    done.completed = true;
    keep();
  }

  function thought(table, run, one) {
    const { at } = run.thoughts.at(-1), road = one.kind === "road";
    const { verb, object, context: given } =
      road ? table.scenes[one.scene].roads[one.choice] : table.reflection;
    const result = { extensions: extended(table.home, { picked: one.kind }) };
    statement(road ? { verb, object } : { verb, object, result }, ours(table, run, given), [], at);
  }

  const keep = () => send("PUT", state(KEPT), { store, done });

  function end() {
    if (over || !done) return null;
    over = true;
    done = null;
    return defined("terminated", { duration: span((Date.now() - opened) / 1000) }, false);
  }

  addEventListener("pagehide", end);

  return {
    async load() {
      const answer = await fetch(query.get("fetch"), { method: "POST" });
      token = (await answer.json())["auth-token"];
      launch = await read(state("LMS.LaunchData"));
      const agent = JSON.stringify(actor), profileId = "cmi5LearnerPreferences";
      await read(address("agents/profile", { agent, profileId }));
      const kept = await read(state(KEPT));
      await defined("initialized", null, false);
      done = (kept && kept.done) || { completed: false, passed: false };
      store = (kept && kept.store) || null;
      return store ? JSON.stringify(store) : null;
    },
    async save(text) {
      if (!done) throw new Error("what is kept could not be read, or the session is over");
      store = JSON.parse(text);
      if (!await keep()) throw new Error("the record store did not keep the runs");
    },
    report(event) {
      const { story, run, play, action } = event, table = statements[story.id];
      if (!action || !done) return;
      if (action.kind) thought(table, run, action);
      if (action.do === "choose") answered(table, run, play.turns.at(-1));
      if (action.do === "go-on" && play.phase === "ending") ended(event);
    },
    finished() {
      if (done && !done.completed) complete(null, span((Date.now() - opened) / 1000));
    },
    // Resolves to whether the platform has a page to go back to.
    async leave() {
      await queue;
      await Promise.resolve(end()).catch((error) => console.error(error));
      if (launch?.returnURL) location.assign(launch.returnURL);
      else window.close(); // browsers refuse it for a window that no script opened
      return Boolean(launch?.returnURL);
    },
  };
})();
