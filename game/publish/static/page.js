"use strict";
// The page: draws blocks, takes actions, keeps runs. All text goes in as text.
if (typeof document !== "undefined") (() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { game, stories, ideas, id: page } = data, several = data.menu.length > 0;
  const { labels } = game, { fill } = TwoHats, key = `two-hats/${page}`;
  const host = globalThis.twoHatsHost || { load: () => localStorage.getItem(key),
    save: (text) => localStorage.setItem(key, text) };
  const main = document.getElementById("main"), status = document.getElementById("status");
  const footer = document.querySelector("footer");
  const SVG = new Set(["svg", "path", "rect", "line", "polyline", "circle"]);
  const SHAPES = { lead: "M.5 9.5 5 1l4.5 8.5z", manage: "M1 1h8v8H1z" };
  const store = { runs: {}, ways: {}, count: 0, answered: [] };
  let story = null, run = null, name = "", lines = [], free = true;
  let kept = true, latest = null, dismissed = false;
  const play = () => TwoHats.replay(game, story, run);

  function make(tag, attributes, ...inside) {
    const made = SVG.has(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag)
      : document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === "function") made.addEventListener(name, value);
      else if (value || value === 0) made.setAttribute(name, value);
    }
    made.append(...inside.flat(9).filter((each) => each || each === 0));
    return made;
  }

  // Pictures: always beside the same thing in words

  const hidden = { "aria-hidden": "true" };
  function shapes(call) {
    const poles = call.split("-then-"), box = `0 0 ${12 * poles.length - 2} 10`;
    return make("svg", { viewBox: box, class: "shapes", ...hidden }, poles.map((pole, place) =>
      make("path", { d: SHAPES[pole], class: pole, transform: `translate(${12 * place})` })));
  }

  const tokens = ([served, all]) => all > 0 && make("svg", { viewBox: `0 0 ${10 * all} 10`,
    class: "tokens", ...hidden }, Array.from({ length: all }, (_, place) => make("circle",
    { cx: 5 + 10 * place, cy: 5, r: 3.5, class: place < served ? "full" : "open" })));

  const cell = (content) => (typeof content === "string" ? [content] : [
    content.shapes && shapes(content.shapes), content.tokens && tokens(content.tokens),
    content.dots && make("span", { class: "dots", ...hidden }, content.dots), content.text]);

  function course(...series) {
    const x = (index) => 4 + (92 * index) / (series[0].length - 1), y = (value) => 44 - 0.4 * value;
    const legend = ["direction", "structure"].map((name, index) => make("p", {},
      shapes(["lead", "manage"][index]), `${labels[name]}: ${series[index].join(" → ")}`));
    return make("figure", {}, make("svg", { viewBox: "0 0 100 48", class: "course", ...hidden },
      [0, 50, 100].map((level) => make("line", { x1: 4, x2: 96, y1: y(level), y2: y(level) })),
      series.map((values, index) => {
        const pole = ["lead", "manage"][index];
        return [make("polyline", { class: pole,
          points: values.map((value, place) => `${x(place)},${y(value)}`).join(" ") }),
        values.map((value, place) => make("path", { class: pole, d: SHAPES[pole],
          transform: `translate(${x(place) - 1.5} ${y(value) - 1.5}) scale(.3)` }))];
      })), make("figcaption", {}, make("p", {}, labels.course), legend));
  }

  const mine = (style) => ({ lang: story && story.language, dir: "auto", class: style });
  const paragraphs = (text, attributes) => text.split(/\n\s*\n/).filter((each) => each.trim())
    .map((each) => make("p", attributes, each.trim()));
  const button = (text, click, style) =>
    make("button", { type: "button", class: style, click }, text);
  const row = (head, [first, ...rest]) => make("tr", { role: "row" },
    make("th", { scope: "row", role: "rowheader" }, cell(first)), rest.map((each, index) =>
      make("td", { role: "cell", dir: "auto", "data-head": head[index + 1] }, cell(each))));
  const bar = (x, width) => ({ x, width, height: 8 });
  const draw = {
    h: (level, text) => make(`h${level}`, { tabindex: "-1", ...mine() }, text),
    own: (text, style, call) => paragraphs(text, { class: style, dir: "auto" }).map((each) => {
      if (call) each.prepend(shapes(call));
      return each;
    }),
    written: (text, style) => paragraphs(text, mine(style)),
    letter: (blocks) => make("article", { class: "letter" }, blocks.map(drawn)),
    list: (cells, style) => make("ul", { class: style },
      cells.map((each) => make("li", { dir: "auto" }, cell(each)))),
    table: (style, caption, head, rows) => make("table", { class: style, role: "table" },
      make("caption", {}, caption), make("thead", { role: "rowgroup" }, make("tr", { role: "row" },
        head.map((name) => make("th", { scope: "col", role: "columnheader" }, name)))),
      make("tbody", { role: "rowgroup" }, rows.map((each) => row(head, each)))),
    gauge: (pole, now, before, text) => make("div", { class: "gauge" },
      make("p", {}, shapes(pole), text), make("svg", { viewBox: "0 0 100 8", class: pole,
        preserveAspectRatio: "none", ...hidden }, make("rect", { class: "track", ...bar(0, 100) }),
      make("rect", { class: "fill", ...bar(0, now) }), before !== null &&
        make("rect", { class: "mark", ...bar(Math.min(before, 99), 1) }))),
    button: (text, action, style, note) => button(note ? [action.call && shapes(action.call),
      make("span", {}, make("strong", {}, text), make("small", {}, note))]
      : make("span", mine(), text), () => act(action), style),
    more: (title, blocks) =>
      make("details", {}, make("summary", mine(), title), blocks.map(drawn)),
    road: (title, blocks, choice) => {
      const road = draw.more(title, blocks);
      road.firstChild.className = "road";
      road.firstChild.addEventListener("click", () =>
        road.open || think({ kind: "road", scene: play().scene, choice }));
      return road;
    },
    idea: (name) => ideas[name] && drawn(ideas[name]),
    sure: (confidence) => make("fieldset", {}, make("legend", {}, labels.confidence),
      Object.entries(game.confidence).map(([value, name]) => make("label", {}, make("input", {
        type: "radio", name: "sure", value, checked: value === confidence && "checked",
        change: () => act({ do: "confide", confidence: value }, false) }), name))),
    pick: (offers) => [make("ul", { class: "choices" }, offers.map(([text, reply, thought, idea]) =>
      make("li", {}, button(make("span", mine(), text), ({ currentTarget }) => {
        think(thought);
        const list = currentTarget.closest("ul"), answer = list.nextSibling;
        list.querySelectorAll("button").forEach((each) =>
          each.setAttribute("aria-pressed", each === currentTarget));
        answer.textContent = reply;
        answer.scrollIntoView({ block: "nearest" });
      }, "choice"), ideas[idea] && make("p", { class: "quiet" },
        fill(labels.grows, { title: ideas[idea][1] }))))),
    make("p", { class: "insight", role: "status", dir: "auto" })],
    course,
  };
  const drawn = ([kind, ...rest]) => draw[kind](...rest);

  // Runs

  const now = () => new Date().toISOString().replace("Z", "+00:00");
  const chance = (count) => [...crypto.getRandomValues(new Uint8Array(count))];
  const hex = (count) => chance(count).map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const uuid = () => `${hex(4)}-${hex(2)}-4${hex(2).slice(1)}-8${hex(2).slice(1)}-${hex(6)}`;

  function begin(key, fresh, arrived) {
    name = key;
    const { id, fingerprint } = story, there = store.runs[name];
    if (fresh || !there || there.fingerprint !== fingerprint) {
      store.runs[name] = { scenario: id, number: (store.count += 1), registration: uuid(),
        seed: 1 + (chance(1)[0] % 64), first: true, fingerprint, started: now(), actions: [],
        thoughts: [] };
    }
    run = store.runs[name];
    show(arrived);
  }

  async function keep(action) {
    const saving = latest = (async () => host.save(JSON.stringify(store)))();
    (async () => run && host.report && host.report({ game, story, run, play: play(), action }))()
      .catch(console.error); // whether the place is kept is for the save to say
    const saved = await saving.then(() => true, () => false);
    if (latest !== saving || saved === kept) return;
    [kept, dismissed] = [saved, false];
    notify();
  }

  // The footer says where the place is kept. That it is not kept, once put away, is not said again.
  function notify(text = kept || dismissed ? "" : labels.unsaved) {
    footer.hidden = !kept;
    status.replaceChildren(...(text ? [make("span", {}, text), button(labels.put_away, () => {
      dismissed = !kept;
      notify("");
    })] : []));
  }

  // What another tab of this page has kept holds here too.
  addEventListener("storage", (event) => {
    if (globalThis.twoHatsHost || event.key !== key || !event.newValue) return;
    const theirs = JSON.parse(event.newValue), before = JSON.stringify(run);
    Object.assign(store, theirs);
    run = run && (store.runs[name] ||= run);
    if (JSON.stringify(run) !== before) show(true);
  });

  // A page that the browser shows again as it was left may have missed what other tabs kept, and
  // its session with a platform may be over.
  addEventListener("pageshow", ({ persisted }) =>
    persisted && (globalThis.twoHatsHost ? keep(null) : location.reload()));

  function act(action, redraw = true) {
    if (doing[action.do]) return doing[action.do](action);
    const { scene, turns } = play(), done = { ...action, at: now() };
    run.actions.push(action.do === "go-on" ? done : { do: "", scene, ...done });
    if (action.do === "choose" && !turns.length) {
      run.first = !store.answered.includes(story.id);
      if (run.first) store.answered.push(story.id);
    }
    keep(run.ended ? null : action); // what ended before was reported then
    return redraw && show();
  }

  const think = (one) => { run.thoughts.push({ ...one, at: now() }); keep(one); };

  function save() {
    const plays = Object.values(store.runs).filter(({ scenario }) => stories[scenario])
      .map((each) => TwoHats.exported(game, stories[each.scenario], each));
    const record = { kind: "two-hats-record", version: 1, player: store.player, plays };
    const file = new Blob([`${JSON.stringify(record, null, 2)}\n`], { type: "application/json" });
    make("a", { href: URL.createObjectURL(file), download: `two-hats-${page}.json` }).click();
    notify(labels.exported);
  }

  // The page

  function render(name, blocks, arrived, ...more) {
    main.className = name;
    main.replaceChildren(...blocks.map(drawn).flat(9), make("nav", { class: "tools",
      "aria-label": labels.tools }, more, several && button(labels.menu, doing.menu),
    host.leave && button(labels.leave, async () => await host.leave() || notify(labels.left))));
    notify();
    if (arrived) return;
    const on = name === "choice";
    if (!on) scrollTo(0, 0);
    main.querySelector(on ? "h2" : "h1").focus({ preventScroll: !on });
  }

  const entitle = (title) => { document.title = `${title} · ${labels.game}`; };

  // Leave what is played for a page with another *title*.
  function close(title) {
    story = run = null;
    entitle(title);
  }

  const records = () => [button(labels.export, save), button(labels.print, () => print())];

  function again(restart) {
    const made = button(labels.again, () => {
      if (made.dataset.sure) return restart();
      made.dataset.sure = "yes";
      made.textContent = labels.sure_again;
      return notify(labels.gone);
    });
    return made;
  }

  function show(arrived) {
    const here = play(), { phase } = here, last = run.actions.at(-1);
    const back = () => {
      run.ended ||= phase === "ending";
      run.actions.pop();
      keep(null);
      show();
    };
    const blocks = TwoHats.view(game, story, here, run.seed, lines);
    entitle(story.title);
    const alone = name === story.id, on = ["button", labels.on, { do: "way" }, "main", ""];
    render(phase, alone || phase !== "ending" ? blocks : [...blocks, on], arrived,
      last && last.do === "go-on" && button(labels.back, back), last && records(),
      last && free && again(() => begin(name, true)));
  }

  // A start page, where there is more than one thing to play, and campaigns

  const doing = {
    menu: (_, arrived) => {
      close(main.dataset.title);
      render("menu", data.menu, arrived);
    },
    open: ({ id, key = id, remembered = [], replayed = true }, arrived) => {
      story = stories[id];
      lines = remembered;
      free = replayed;
      begin(key, false, arrived);
    },
  };
  if (typeof TwoHatsCampaign !== "undefined") {
    const app = { data, host, store, doing, render, keep, close, records, again };
    Object.assign(doing, TwoHatsCampaign.actions(app));
  }

  const fold = (each) => { each.open = !each.open; };
  addEventListener("beforeprint", () => main.querySelectorAll("details:not([open])").forEach(
    (each) => { fold(each); addEventListener("afterprint", () => fold(each), { once: true }); }));

  (async () => {
    try {
      Object.assign(store, JSON.parse((await host.load()) || "{}"));
    } catch {
      kept = false;
    }
    store.player ||= uuid();
    const [id] = [...Object.keys(data.campaigns), ...Object.keys(stories)];
    doing[several ? "menu" : id in data.campaigns ? "tour" : "open"]({ id }, true);
  })();
})();
