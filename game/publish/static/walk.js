"use strict";
// Plays published scenarios. Every rule and sentence stands in the tables that the page carries;
// this script walks them, adds and compares. Nothing in it is particular to one scenario.
const TwoHats = (() => {
  const fill = (text, values) =>
    text.replace(/\{(\w+)\}/g, (slot, name) => (name in values ? values[name] : slot));
  const sum = (numbers) => numbers.reduce((whole, each) => whole + each, 0);

  // Gauges: [lead served, lead needed, manage served, manage needed]

  const percent = (part, whole) => Math.floor((200 * part + whole) / (2 * whole));
  const direction = (gauges) => percent(2 + gauges[0], 4 + gauges[1]);
  const structure = (gauges) => percent(2 + gauges[2], 4 + gauges[3]);
  const stateOf = (game, gauges) =>
    game.states[game.state_rows[game.state_of[direction(gauges)]][structure(gauges)]];
  const named = (game, play) => (play.turns.length >= game.named_from || play.phase === "ending"
    ? stateOf(game, play.gauges) : null);

  // A mean with one decimal, a half to the even digit.
  function points(numbers) {
    const mean = numbers.length ? sum(numbers) / numbers.length : 0;
    return String(Number((mean % 1 === 0.25 ? mean - 0.05 : mean).toFixed(1)));
  }

  // A play: where a run stands, as the replay of its actions

  function replay(game, story, run) {
    const play = { phase: "briefing", scene: story.start, call: null, confidence: null, turns: [],
      gauges: [0, 0, 0, 0], chosen: new Set(),
      trust: Object.fromEntries(story.cast.map(([who]) => [who, game.trust.start])) };
    const wrong = run.actions.findIndex((action) => !step(game, story, play, action));
    if (wrong >= 0) run.actions.length = wrong;
    return play;
  }

  function step(game, story, play, action) {
    if (action.do === "go-on") return goOn(game, play);
    const scene = story.scenes[play.scene];
    if (!scene || action.scene !== play.scene) return false;
    if (action.do === "call" && play.phase === "call" && action.call in scene.calls) {
      return Object.assign(play, { phase: "choice", call: action.call });
    }
    if (play.phase !== "choice") return false;
    if (action.do === "confide") return Object.assign(play, { confidence: action.confidence });
    const place = scene.choices.findIndex((choice) => choice.id === action.choice);
    return place >= 0 && choose(game, play, scene, place);
  }

  function goOn(game, play) {
    if (play.phase === "briefing") return Object.assign(play, { phase: "call" });
    if (play.phase === "outcome") return Object.assign(play, { phase: "why" });
    if (play.phase !== "why") return false;
    const [, go] = play.turns.at(-1).choice.next.find(([when]) => holds(game, when, play));
    const over = go === "end", scene = over ? null : go, phase = over ? "ending" : "call";
    return Object.assign(play, { phase, scene, call: null, confidence: null });
  }

  function holds(game, when, play) {
    if (!when) return true;
    const state = named(game, play);
    return (!when.chose.length || when.chose.some((name) => play.chosen.has(name))) &&
      (!when.state.length || (state !== null && when.state.includes(state[0]))) &&
      Object.entries(when.trust).every(([who, from]) => play.trust[who] >= from);
  }

  function choose(game, play, scene, place) {
    const { call, confidence, gauges, trust } = play, choice = scene.choices[place];
    const parts = [scene.calls[call].part, ...choice.parts];
    const total = sum(parts.map((each) => each[1]));
    const turn = { id: play.scene, scene, place, choice, call, confidence, parts, total,
      before: { gauges, trust } };
    const moved = ([who, level]) =>
      [who, Math.max(0, Math.min(game.trust.max, level + (choice.moves[who] || 0)))];
    turn.trust = play.trust = Object.fromEntries(Object.entries(trust).map(moved));
    const [lead, manage] = choice.served, added = [lead, scene.need[0], manage, scene.need[1]];
    turn.gauges = play.gauges = gauges.map((each, index) => each + added[index]);
    play.chosen.add(`${play.scene}.${choice.id}`);
    play.turns.push(turn);
    return Object.assign(play, { phase: "outcome" });
  }

  const offered = (scene, seed) =>
    [...scene.orders[seed - 1]].map((place) => ({ ...scene.choices[place], place: Number(place) }));

  // Views: what stands on the page, as blocks

  // *remembered* are the favours of a campaign whose lines stand before scenes.
  function view(game, story, play, seed, remembered = []) {
    const { labels } = game, { phase } = play, scene = story.scenes[play.scene];
    if (phase === "briefing") return story.briefing;
    if (phase === "ending") return ending(game, story, play);
    const answered = phase === "outcome" || phase === "why", turn = play.turns.at(-1);
    const number = play.turns.length + (answered ? 0 : 1);
    const where = ["own", fill(story.where, { number }), "where", null];
    if (phase === "outcome") return [where, ...outcome(game, play, turn)];
    if (phase === "why") return [where, ...why(game, turn, seed)];
    const echo = scene.echoes.find(([when]) => holds(game, when, play));
    const heard = scene.heard.filter(([who, from, to]) =>
      play.trust[who] >= from && play.trust[who] <= to);
    const letter = ["letter", [["h", 1, scene.title],
      ...remembered.filter((favour) => favour.scene === play.scene).map(({ line }) => line),
      echo && echo[1], scene.text,
      ...heard.map(([, , , block]) => block)].filter(Boolean)];
    const people = ["more", labels.people, [...standing(game, play), ["list",
      story.cast.map(([who, name, role]) => ({ dots: game.trust.dots[play.trust[who]],
        text: fill(scene.present.includes(who) ? labels.person : labels.away,
          { name, role, means: game.trust.means[play.trust[who]] }) })), "people"]]];
    if (phase === "call") return [where, letter, ...game.call, people];
    const { after } = scene.calls[play.call], call = game.calls[play.call];
    const offers = offered(scene, seed).map(({ id, text }) =>
      ["button", text, { do: "choose", choice: id }, "choice", ""]);
    return [where, letter, ...(after ? [after] : []), ["h", 2, fill(labels.called, { call })],
      ["sure", play.confidence], ...offers, people];
  }

  function standing(game, play, before = null) {
    const { labels } = game, state = named(game, play);
    const one = (name, pole, read) => {
      const now = read(play.gauges), was = before && read(before);
      const moved = before ? fill(labels.change, { moved: game.moved[now - was + 100] }) : "";
      const values = { name: labels[name], now, word: game.gauge[now], moved };
      return ["gauge", pole, now, was, fill(labels.gauge, values)];
    };
    const both = [one("direction", "lead", direction), one("structure", "manage", structure)];
    return state ? [...both, ["own", state[1], "state", null]] : both;
  }

  // How each person present took the choice; a step stops at the limits of trust.
  function moved(game, { choice, before, trust }) {
    return Object.entries(choice.reasons).map(([who, reason]) => {
      const change = trust[who] - before.trust[who], held = !change && choice.moves[who];
      const step = held ? game.trust.held[Math.sign(held)] : game.trust.steps[change];
      return { dots: game.trust.dots[trust[who]], text: fill(game.labels.took, { reason, step }) };
    });
  }

  function outcome(game, play, turn) {
    const { choice, before } = turn, people = moved(game, turn);
    return [["letter", [["h", 1, game.labels.happened], choice.did, choice.outcome]],
      ...standing(game, play, before.gauges),
      ...(people.length ? [["list", people, "people"]] : []),
      ["button", game.labels.read_why, { do: "go-on" }, "main", ""]];
  }

  function why(game, turn, seed) {
    const { scene, call, place, choice, parts, total } = turn, { labels } = game;
    const { part, verdicts } = scene.calls[call];
    const short = (at, taken) => {
      const points = sum([part, ...taken.parts].map((each) => each[1]));
      return [verdicts[at][1], ["own", fill(scene.score, { points }), "score", null],
        ...taken.why, ...taken.fair];
    };
    const roads = offered(scene, seed).filter((other) => other.place !== place).map((other) =>
      ["road", other.text, [other.outcome, ...short(other.place, other), game.what_if], other.id]);
    const summed = ["table", "sum", labels.sum, [labels.part, labels.points, labels.reason],
      [...parts, [labels.total, total, scene.chance]].map(([a, b, c]) => [a, String(b), c])];
    const trust = moved(game, turn).map(({ text }) => text);
    const details = [...scene.context, choice.reveal, summed,
      ...(trust.length ? [["h", 2, labels.trust], ["list", trust, "written"]] : []),
      ...choice.ideas];
    return [["letter", [["h", 1, labels.why], scene.needed, ...short(place, choice)]],
      ["more", labels.more, details], ["h", 2, labels.what_if], ...roads,
      ["button", labels.go_on, { do: "go-on" }, "main", ""]];
  }

  function ending(game, story, play) {
    const { labels } = game, { turns } = play;
    const logged = ({ scene, call, choice, total }, index) => [
      "more", fill(labels.scene, { number: index + 1, title: scene.title, points: total }),
      [choice.log[0], scene.calls[call].called, ...choice.log.slice(1)].filter(Boolean)];
    const course = [direction, structure].map((read) =>
      [50, ...turns.map(({ gauges }) => read(gauges))]);
    const text = story.endings[stateOf(game, play.gauges)[0]];
    const went = ["list", insights(game, story.insights, turns), ""];
    return [["letter", [["h", 1, labels.end], ["written", text, ""]]], ...standing(game, play),
      ...meaning(game, turns), ["h", 2, labels.log], went, ...turns.map(logged),
      ["table", "served", labels.served, [labels.dimension, "▲", "■"], dimensions(game, turns)],
      ...(turns.length > 1 ? [["course", ...course]] : []), ...question(game, turns),
      ...plans(game, turns), ...story.questions,
      game.whose_key[Number(turns.some(({ scene }) => scene.read))], game.note];
  }

  // The debrief

  function sides(turns) {
    const met = {};
    const rows = turns.flatMap((turn) => Object.entries(turn.choice.record.dimensions));
    for (const [dimension, { asked, tokens, served }] of rows.filter(([, row]) => row.asked)) {
      const side = (met[`${dimension}.${asked}`] ||= { met: 0, asked: 0 });
      side.met += served;
      side.asked += tokens;
    }
    return met;
  }

  function insights(game, sentences, turns) {
    const scenes = turns.length, counts = [0, 0, 0, 0];
    const form = (count) => (count < scenes ? "some" : ["", "this", "both"][scenes] || "all");
    for (const { scene, call, place } of turns) {
      counts[scene.calls[call].verdicts[place][0]] += 1;
    }
    const found = counts.map((count, kind) =>
      count && fill(sentences.went[kind][form(count)], { count, scenes }));
    for (const pole of ["lead", "manage"]) {
      const put = turns.filter((turn) => game.first[turn.call] === pole), count = put.length;
      const asked = (some) => some.filter((turn) => game.first[turn.scene.call] === pole).length;
      if (scenes < 2 || count <= asked(turns)) continue;
      const fitting = asked(put), forms = sentences.first[pole][form(count)];
      found.push(fill(forms[fitting ? 1 : 0], { count, scenes, fitting }));
    }
    const met = sides(turns), missed = (side) => (met[side] ? met[side].asked - met[side].met : 0);
    const names = game.poles.flatMap(([name, poles]) => poles.map(([pole]) => `${name}.${pole}`));
    const worst = names.reduce((most, side) => (missed(side) > missed(most) ? side : most));
    if (missed(worst)) {
      const count = met[worst].asked, [one, more] = sentences.missed[worst];
      found.push(fill(count === 1 ? one : more, { count, fitting: missed(worst) }));
    }
    return found.filter(Boolean);
  }

  function dimensions(game, turns) {
    const met = sides(turns);
    const cell = (name, [pole, word]) =>
      `${word}: ${met[`${name}.${pole}`] ? fill(game.met, met[`${name}.${pole}`]) : "–"}`;
    return game.poles.map(([name, poles]) => [name, ...poles.map((pole) => cell(name, pole))]);
  }

  // The first of those with the least value.
  const least = (turns, value) => turns.reduce((low, turn) =>
    (low === null || value(turn) < value(low) ? turn : low), null);

  // What the points mean: beside a guesser, the one best and costliest scene, a road not taken.
  function meaning(game, turns) {
    const totals = turns.map(({ total }) => total), mean = points(totals);
    const guesser = points(turns.map(({ scene }) => scene.guess));
    const line = (text, worth, [one, other] = turns.filter(({ total }) => total === worth)) =>
      (other || turns.length < 2 ? []
        : [["own", fill(text, { title: one.scene.title, points: worth }), "", null]]);
    const road = least(turns.filter(({ scene, choice }) => !scene.best.includes(choice.id)),
      ({ total }) => total);
    return [["own", fill(game.beside, { mean, guesser }), "points", null],
      ...line(game.best, Math.max(...totals)), ...line(game.costliest, Math.min(...totals)),
      ...(road ? [road.scene.road] : [])];
  }

  const missedCall = (turns) => least(turns.filter(({ call, scene }) => call !== scene.call),
    ({ parts, total }) => parts[0][1] * 1000 + total);

  function question(game, turns) {
    const asked = missedCall(turns) ||
      least(turns.filter(({ choice }) => choice.missed.length), ({ total }) => total);
    if (!asked) return [game.all_served];
    const { id, scene, choice, call } = asked, { asked: sentence, shown_by } = scene.calls[call];
    const lines = scene.lines.map(([text, line], at) =>
      [text, `${shown_by[at]} ${choice.missed_beside[at]}`, { kind: "line", scene: id, line }, ""]);
    return [["h", 2, game.labels.line], sentence, ["pick", lines]];
  }

  function plans(game, turns) {
    const found = [], skills = new Set(), taken = new Set(), wrong = missedCall(turns);
    if (wrong) {
      const [missed, text, practice] = wrong.scene.calls[wrong.call].plan;
      const kept = fill(game.labels.kept, { text });
      found.push([text, kept, { kind: "plan", missed }, practice]);
    }
    const misses = turns.flatMap(({ total, choice }) => choice.missed.map((miss) => [total, miss]));
    misses.sort(([total, miss], [other, than]) => total - other || than[2] - miss[2]);
    for (const [, [dimension, pole, , offers]] of misses) {
      const open = Object.keys(offers).filter((each) => !skills.has(each));
      const skill = open.find((each) => game.skill_poles[each] === pole) || open[0];
      if (!skill || taken.has(dimension + pole) || found.length === game.plans_max) continue;
      skills.add(skill);
      taken.add(dimension + pole);
      const [text, practice] = offers[skill], kept = fill(game.labels.kept, { text });
      found.push([text, kept, { kind: "plan", dimension, pole, skill }, practice]);
    }
    return found.length ? [["h", 2, game.labels.plans], ["pick", found]] : [];
  }

  // A run in the form of `two-hats journal export --format json`

  function exported(game, story, kept) {
    const run = { ...kept, actions: [...kept.actions] }, last = run.actions.at(-1);
    const turned = () => ["outcome", "why"].includes(replay(game, story, run).phase);
    while (run.ended && turned()) run.actions.push({ do: "go-on", at: last.at }); // it has ended
    const play = replay(game, story, run), ended = play.phase === "ending", seen = new Set();
    const times = run.actions.map(({ at }) => at), totals = play.turns.map(({ total }) => total);
    const gaps = times.slice(1).map((time, index) => Date.parse(time) - Date.parse(times[index]));
    const at = (kind, index) => run.actions.filter((each) => each.do === kind)[index].at;
    const answer = (turn, index) => {
      const { id, scene, choice, call, confidence, parts, total, trust, gauges } = turn;
      const counts = run.first && !seen.has(id) && Boolean(seen.add(id));
      const [missed] = scene.calls[call].plan || [null];
      return { number: index + 1, ...choice.record, counts, called_at: at("call", index),
        chosen_at: at("choose", index), call: { given: call, needed: scene.call, missed },
        confidence, offered: offered(scene, run.seed).map((each) => each.id),
        points: { call: parts[0][1], fit: parts[1][1], craft: parts[2][1], total },
        direction: direction(gauges), structure: structure(gauges),
        trust: Object.fromEntries(Object.keys(choice.moves).map((who) => [who, trust[who]])) };
    };
    return { run: run.number, registration: run.registration, scenario: story.id,
      title: story.title, edition: null, seed: run.seed, started: run.started,
      touched: times.at(-1) || run.started, phase: play.phase,
      attempt: !totals.length ? "unanswered" : run.first ? "first" : "practice",
      alone: null, scenes: totals.length, points: ended ? sum(totals) / totals.length : null,
      state: ended ? stateOf(game, play.gauges)[0] : null,
      seconds: times.length ? sum(gaps.filter((gap) => 0 <= gap && gap <= game.pause)) / 1000
        : null, note: null, answers: play.turns.map(answer),
      roads: run.thoughts.filter(({ kind }) => kind === "road")
        .map(({ scene, choice, at: when }) => ({ scene, choice, at: when })),
      reflections: run.thoughts.filter(({ kind }) => kind !== "road")
        .map(({ kind, at: when }) => ({ kind, said: null, at: when })),
      actions: run.actions };
  }

  const gauges = (given) => [direction(given), structure(given)];
  const state = (game, play) => stateOf(game, play.gauges);
  return { exported, fill, gauges, least, percent, points, replay, state, view };
})();
if (typeof module !== "undefined") module.exports = TwoHats;
