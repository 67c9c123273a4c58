"""
Random playthroughs per second, compared with inkjs on a story of the same shape.

Run it from the checkout: ``python -m bench.against_inkjs``. It installs inkjs from npm into a
temporary folder, which needs npm and a network; without them it prints a notice. It measures
whole playthroughs through ``step`` (with call, reading and why), the sampler of the analysis,
and inkjs, which reads every line and takes a random choice. Each is the best of several
alternating rounds. Both players pick with one random number an answer.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random
from time import perf_counter

from bench.layers import layered
from game.author.analysis.sampling import sample
from game.author.analysis.state_space import expand
from game.author.analysis.totals import worth
from game.core.actions import Action, Choose, GiveCall, GoOn
from game.core.enums import Call
from game.core.playthrough import Phase, Playthrough, start, step
from game.core.scenario import Scenario
from game.core.scoring import choice_points


LAYERS, WIDTH, CHOICES = 12, 3, 3
RUNS = 2_000
ROUNDS = 3
CALLS, GO_ON, CALL, CHOICE = list(Call), GoOn(), Phase.CALL, Phase.CHOICE
SCRIPT = """
const { Compiler } = require('inkjs/full');
const story = new Compiler(require('fs').readFileSync('story.ink', 'utf8')).Compile();
const play = () => {
  story.ResetState();
  for (;;) {
    while (story.canContinue) story.Continue();
    const offered = story.currentChoices.length;
    if (!offered) return;
    story.ChooseChoiceIndex(Math.floor(Math.random() * offered));
  }
};
for (let run = 0; run < RUNS; run++) play();  // warm up
const started = process.hrtime.bigint();
for (let run = 0; run < RUNS; run++) play();
console.log(JSON.stringify(RUNS / (Number(process.hrtime.bigint() - started) / 1e9)));
"""


def ink(scenario: Scenario) -> str:
    """*scenario* as an ink story: the same scenes, choices, ways and sums of tokens."""
    lines = ["VAR lead = 0", "VAR manage = 0", f"-> {_knot(scenario.start)}"]
    for scene in scenario.scenes.values():
        lines += [f"=== {_knot(scene.id)} ===", scene.text]
        for choice in scene.choices.values():
            (go,) = choice.next.targets
            lines += [
                f"* {choice.text}",
                f"  {choice.outcome}",
                "  ~ lead += 2",
                "  ~ manage += 1",
                f"  {choice.explanation}",
                f"  -> {'END' if go == 'end' else _knot(go)}",
            ]
    return "\n".join(lines) + "\n"


def _knot(scene_id: str) -> str:
    return scene_id.replace("-", "_")


def play(scenario: Scenario, random: Random) -> Playthrough:
    """One random playthrough, step by step as a player makes it."""
    now = start(scenario, 1)
    while now.scene is not None:
        action: Action = GO_ON
        if now.phase is CALL:
            action = GiveCall(now.scene, CALLS[int(random.random() * len(CALLS))])
        elif now.phase is CHOICE:
            choices = list(scenario.scenes[now.scene].choices)
            action = Choose(now.scene, choices[int(random.random() * len(choices))])
        after = step(now, action)
        assert isinstance(after, Playthrough)
        now = after
    return now


def through_steps(scenario: Scenario) -> float:
    """Return playthroughs per second through ``step``."""
    random, started = Random(1), perf_counter()
    for _ in range(RUNS):
        play(scenario, random)
    return RUNS / (perf_counter() - started)


def through_samples(scenario: Scenario) -> float:
    """Return playthroughs per second through the sampler."""
    started, result = perf_counter(), expand(scenario)
    return sample(result, worth(result, choice_points)).runs / (perf_counter() - started)


def through_inkjs(folder: Path) -> float:
    """Return playthroughs per second in inkjs, once warm."""
    output = subprocess.run(
        ["node", "play.js"], cwd=folder, check=True, capture_output=True, text=True, timeout=300
    )
    return float(json.loads(output.stdout))


def main() -> None:
    """Measure alternately, and print the figures and their ratios."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        sys.exit("npm and node are needed to compare with inkjs; nothing was measured")
    scenario = layered(LAYERS, WIDTH, CHOICES)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        install = [npm, "install", "--no-audit", "--no-fund", "--silent", "inkjs"]
        subprocess.run(install, cwd=folder, check=True, timeout=300)
        (folder / "story.ink").write_text(ink(scenario), encoding="utf-8")
        (folder / "play.js").write_text(SCRIPT.replace("RUNS", str(RUNS)), encoding="utf-8")
        steps, samples, theirs = [], [], []
        for _ in range(ROUNDS):
            steps.append(through_steps(scenario))
            samples.append(through_samples(scenario))
            theirs.append(through_inkjs(folder))
    print(f"{LAYERS} layers of {WIDTH} scenes with {CHOICES} choices, playthroughs a second:")
    print(f"  inkjs    {max(theirs):8,.0f}")
    for label, ours, goal in (("step", max(steps), 5), ("sampler", max(samples), 10)):
        print(f"  {label:<8} {ours:8,.0f}  {ours / max(theirs):5.1f} x inkjs (hoped for: {goal})")


if __name__ == "__main__":
    main()
