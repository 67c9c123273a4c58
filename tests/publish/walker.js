// Plays runs on the scripts of a page: a line of JSON in, a line of JSON out.
"use strict";
const path = require("node:path");
const lines = require("node:readline").createInterface({ input: process.stdin });
const TwoHats = globalThis.TwoHats = require(path.join(process.argv[2], "walk.js"));
const TwoHatsCampaign = require(path.join(process.argv[2], "campaign.js"));
const data = {};
const blocks = new Map();

// The pages of *runs*, each at all its steps but the first few. A page holds the numbers of its
// blocks, counted over all answers; each different page of an answer and each block is sent once.
function walk(runs) {
  const numbers = new Map(), before = blocks.size;
  const walked = runs.map(([run, skip]) => pages(run, skip).map((page) =>
    numbered(numbers, page.map((block) => numbered(blocks, JSON.stringify(block))).join())));
  const found = [...blocks.keys()].slice(before);
  return `{"runs":${JSON.stringify(walked)},"pages":[[${[...numbers.keys()].join("],[")}]],` +
    `"blocks":[${found.join()}]}`;
}

function numbered(numbers, text) {
  if (!numbers.has(text)) numbers.set(text, numbers.size);
  return numbers.get(text);
}

function pages(run, skip) {
  const views = [];
  for (let count = skip; count <= run.actions.length; count += 1) {
    const part = { ...run, actions: run.actions.slice(0, count) };
    const play = TwoHats.replay(data.game, data.story, part);
    views.push(part.actions.length === count
      ? TwoHats.view(data.game, data.story, play, run.seed, data.remembered) : null);
  }
  return views;
}

function way({ runs, picks, opened }) {
  const plays = runs.map(([story, run]) => TwoHats.replay(data.game, data.stories[story], run));
  return TwoHatsCampaign.view(data, data.campaign, plays, picks, opened);
}

lines.on("line", (line) => {
  const { runs, record, way: asked, ...tables } = JSON.parse(line);
  Object.assign(data, tables);
  if (runs) console.log(walk(runs));
  if (record) console.log(JSON.stringify(TwoHats.exported(data.game, data.story, record)));
  if (asked) console.log(JSON.stringify(way(asked)));
});
