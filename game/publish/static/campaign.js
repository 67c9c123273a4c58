"use strict";
// Leads through a campaign: letters, picks, and the closing. A way is made of the plays of its
// postings, in their order, and of what was picked.
const TwoHatsCampaign = (() => {
  const { fill, least } = TwoHats;
  const share = (met, asked) => (asked ? TwoHats.percent(met, asked) : 0);

  // What a campaign waits for: its opening, a pick, a posting to be played, or nothing more.
  function view(data, campaign, plays, picks, opened) {
    const { game, stories } = data, done = plays.length, posting = campaign.postings[done];
    const button = (text, what) => ["button", text, { do: what }, "main", ""];
    if (!posting) return closing(game, stories, campaign, plays);
    const overview = ["own", `${campaign.title}: ${campaign.progress[done]}.`, "where", null];
    const favours = earned(game, campaign, plays);
    const stops = plays.map((play, index) => stop(game, stories, campaign, play, index));
    if (favours.length) stops.push(["list", favours.map(({ carried }) => carried), "stop"]);
    if (!opened) return [...campaign.opening, button(game.labels.begin, "opened")];
    if (posting.pick && !picks[posting.id]) return [overview, ...posting.pick, ...stops];
    const pick = picks[posting.id], notes = pick ? [posting.revealed[pick]] : [];
    if (pick === campaign.feedback && done) {
      const { id, call, place } = least(plays[done - 1].turns, ({ total }) => total);
      const back = campaign.looks_back[campaign.postings[done - 1].id][id][call][place];
      if (back) notes.push(["written", back, "after"]);
    }
    const { place } = stories[posting.id], back = favours.filter(({ back }) => back === posting.id);
    const after = done ? posting.after[TwoHats.state(game, plays[done - 1])[0]] : null;
    return [posting.number, ...(after ? [after] : []), posting.letter,
      ...back.map(({ letter }) => letter), ...notes,
      button(fill(game.labels.travel, { place }), "travel"), overview, ...stops];
  }

  // The favours that the postings played so far earned.
  function earned(game, campaign, plays) {
    return campaign.favours.filter(({ posting, state, trust }) => {
      const play = plays[campaign.postings.findIndex(({ id }) => id === posting)];
      return play && (!state.length || state.includes(TwoHats.state(game, play)[0])) &&
        Object.entries(trust).every(([who, from]) => (play.trust[who] || 0) >= from);
    });
  }

  function stop(game, stories, campaign, play, index) {
    const { labels } = game, { title, place } = stories[campaign.postings[index].id];
    const [direction, structure] = TwoHats.gauges(play.gauges);
    const [, , state] = TwoHats.state(game, play);
    const points = TwoHats.points(play.turns.map((turn) => turn.total));
    return ["button", fill(labels.posting, { number: index + 1, title, place }),
      { do: "visit", id: campaign.postings[index].id }, "stop",
      fill(labels.stop, { state, direction, structure, points })];
  }

  function closing(game, stories, campaign, plays) {
    const turns = plays.flatMap((play) => play.turns), postings = plays.length;
    const gauges = plays.reduce((all, play) => all.map((each, index) => each + play.gauges[index]),
      [0, 0, 0, 0]);
    const [direction, structure] = TwoHats.gauges(gauges), lean = direction - structure;
    const joined = plays.filter((play) => TwoHats.state(game, play)[0] === "synergy").length;
    const bearing = 8 * joined >= campaign.joined_of_eight * postings ? "joined"
      : lean >= campaign.lean ? "vision" : lean <= -campaign.lean ? "order" : "searching";
    const sentence = ([missed, right, many], { met, asked }) =>
      fill(asked === 1 ? [missed, right][met] : many, { met, asked, percent: share(met, asked) });
    const hats = ["lead", "manage"].map((hat) => {
      const there = turns.filter((turn) => game.first[turn.scene.call] === hat);
      return { hat, asked: there.length,
        met: there.filter((turn) => game.first[turn.call] === hat).length };
    });
    const shares = hats.filter(({ asked }) => asked).map(({ met, asked }) => share(met, asked));
    const switching = shares.length ? Math.min(...shares) : 0;
    const whole = Math.min(direction, structure);
    const sure = turns.filter((turn) => turn.confidence === "sure");
    const right = sure.filter((turn) => turn.call === turn.scene.call).length;
    const [name, because] = campaign.bearings[bearing], { labels } = game;
    const gauge = (label, now) => ["gauge", label === "direction" ? "lead" : "manage", now, null,
      fill(labels.whole_way, { name: labels[label], now, word: game.gauge[now] })];
    return [["letter", [["h", 1, campaign.closing], ["written", campaign.closings[bearing], ""]]],
      ["own", `${name} ${fill(because, { met: joined, asked: postings, percent: Math.abs(lean) })}`,
        "state", null],
      gauge("direction", direction), gauge("structure", structure),
      ["list", [fill(campaign.integration, { percent: whole, word: game.gauge[whole] }),
        fill(campaign.switching, { percent: switching, word: game.gauge[switching] }),
        ...hats.map((each) => sentence(campaign.first[each.hat], each)),
        ...(sure.length ? [sentence(campaign.sure, { met: right, asked: sure.length })] : [])], ""],
      ["own", labels.visit, "quiet", null],
      ...plays.map((play, index) => stop(game, stories, campaign, play, index)), campaign.note];
  }

  // What a page does for a campaign, beside playing a scenario; *app* is what it has for that.
  function actions(app) {
    const { data, store, doing } = app;
    let campaign = null, next = null, favours = [];
    const key = (id) => `${campaign.id}/${id}`;
    const kept = () => (store.ways[campaign.id] ||= { picks: {}, opened: false });
    function way(_, arrived) {
      const plays = [], { picks, opened } = kept();
      for (const { id } of campaign.postings) {
        const run = store.runs[key(id)];
        const play = run && TwoHats.replay(data.game, data.stories[id], run);
        if (!play || (play.phase !== "ending" && !run.ended)) break;
        plays.push(play);
      }
      app.close(campaign.title);
      next = campaign.postings[plays.length];
      favours = earned(data.game, campaign, plays);
      if (!next && app.host.finished) app.host.finished(campaign);
      app.render("way", view(data, campaign, plays, picks, opened), arrived,
        plays.length > 0 && app.records(), !next && app.again(restart));
    }
    function restart() {
      for (const { id } of campaign.postings) delete store.runs[key(id)];
      delete store.ways[campaign.id];
      app.keep();
      way();
    }
    const visit = ({ id }) => doing.open({ id, key: key(id), replayed: !next,
      remembered: favours.filter(({ back }) => back === id) });
    const after = (change) => (action) => {
      change(action);
      app.keep();
      way();
    };
    return {
      way,
      tour: ({ id }, arrived) => {
        campaign = data.campaigns[id];
        way(null, arrived);
      },
      opened: after(() => { kept().opened = true; }),
      practice: after(({ practice }) => { kept().picks[next.id] = practice; }),
      travel: () => visit(next),
      visit,
    };
  }

  return { actions, view };
})();
if (typeof module !== "undefined") module.exports = TwoHatsCampaign;
