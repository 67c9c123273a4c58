"""The explanation of an answered scene as data: rows, trust moves, insight, readers."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from game.core import scoring
from game.core.enums import Call, Context, Dimension, Myth, Pole, Skill
from game.core.judgement import Judgement, judge
from game.core.playthrough import Playthrough, Turn, alternative_turn
from game.core.scenario import Choice, Listening, Scene
from game.core.trust import listeners, trust_moves


@frozen(kw_only=True)
class Row:
    """
    One dimension of the table: pole needed, pole taken, tokens.

    *needed* is None if the scene needs nothing there, *did* if the choice is silent;
    *cue* quotes the words of the scene that show the need.
    """

    dimension: Dimension
    needed: Pole | None
    did: Pole | None
    tokens: int
    served: int
    cue: str | None

    @property
    def missed(self) -> int:
        """Tokens left unserved."""
        return self.tokens - self.served


@frozen(kw_only=True)
class TrustMove:
    """The change of one character's trust; *move* is the change before clamping to 0-5."""

    who: str
    name: str
    before: int
    after: int
    move: int
    listens: Listening
    bears_myth: bool

    @property
    def heard(self) -> int:
        """The change by what they listen for, without the cost of a myth: -1 to 1."""
        return self.move + 1 if self.bears_myth else self.move


@frozen(kw_only=True)
class Readers:
    """
    The answers of readers who saw only the text and the choices of a scene.

    Of *asked* readers, *call* gave the right call, *best* took a best choice, and *chosen*
    took the explained choice (None if it is a best one). *dissent* is the reason of a
    reader who answered differently.
    """

    asked: int
    call: int
    best: int
    chosen: int | None
    dissent: str | None


@frozen(kw_only=True)
class Explanation:
    """
    The complete explanation of one answered scene.

    *readers* is None if no reader has answered the scene.
    """

    scene: str
    scene_title: str
    choice: str
    choice_text: str
    outcome: str
    text: str
    context: Context
    emergency: bool
    call: Call
    call_given: Call
    call_because: str
    rows: tuple[Row, ...]
    score: scoring.Score
    chance: float
    wanted: tuple[Skill, ...]
    shown: tuple[Skill, ...]
    myth: Myth | None
    borne_by: str | None
    right_if: str | None
    judgement: Judgement
    before: scoring.Gauges
    after: scoring.Gauges
    trust: tuple[TrustMove, ...]
    ideas: tuple[str, ...]
    readers: Readers | None

    @property
    def served(self) -> tuple[Row, ...]:
        """The rows with tokens served."""
        return tuple(row for row in self.rows if row.served)

    @property
    def missed(self) -> tuple[Row, ...]:
        """The rows with tokens missed."""
        return tuple(row for row in self.rows if row.missed)

    @property
    def look_for(self) -> Row | None:
        """The row with the most tokens missed, to look for next time; None if there is none."""
        return max(self.missed, key=lambda row: row.missed, default=None)

    @property
    def decisive(self) -> Row:
        """The row to show beside the choice: the heaviest miss, else the heaviest row."""
        return self.look_for or max(self.rows, key=lambda row: row.tokens)

    @property
    def main_cue(self) -> str | None:
        """The cue of the row with the most tokens, the first of equals; None when it has none."""
        return max(self.rows, key=lambda row: row.tokens).cue

    @property
    def tokens_served(self) -> int:
        """The number of tokens served, 0-5."""
        return sum(row.served for row in self.rows)


def explain(play: Playthrough, turn: Turn) -> Explanation:
    """Return the explanation of *turn*, an answered scene of *play*."""
    scene = play.scenario.scenes[turn.scene]
    choice = scene.choices[turn.choice]
    rows = tuple(_row(play, turn, dimension) for dimension in Dimension)
    best = scoring.best_choices(scene)
    cast = play.scenario.cast
    return Explanation(
        scene=scene.id,
        scene_title=scene.title,
        choice=choice.id,
        choice_text=choice.text,
        outcome=choice.outcome,
        text=choice.explanation,
        context=scene.context,
        emergency=scene.emergency,
        call=scene.call,
        call_given=turn.call,
        call_because=scene.call_because,
        rows=rows,
        score=turn.score,
        chance=scoring.guess_points(scene),
        wanted=scene.wanted,
        shown=tuple(skill for skill in scene.wanted if skill in choice.shows),
        myth=choice.leans_on,
        borne_by=None if choice.borne_by is None else cast[choice.borne_by].name,
        right_if=None if choice.id in best else choice.right_if,
        judgement=judge(scene, turn.call, choice),
        before=turn.before,
        after=turn.gauges,
        trust=trust_moved(play, turn),
        ideas=ideas(scene, choice),
        readers=_readers(scene, choice, best),
    )


def what_if(play: Playthrough, turn: Turn, choice: str) -> Explanation:
    """Return the explanation of *turn* as it would be with *choice* and the same call."""
    return explain(play, alternative_turn(play, turn, choice))


def _row(play: Playthrough, turn: Turn, dimension: Dimension) -> Row:
    scene = play.scenario.scenes[turn.scene]
    stance = scene.choices[turn.choice].stance
    tokens = scene.need.tokens.get(dimension)
    return Row(
        dimension=dimension,
        needed=None if tokens is None else tokens.pole,
        did=stance.poles.get(dimension),
        tokens=0 if tokens is None else tokens.count,
        served=scoring.served_tokens_on(scene.need, stance, dimension),
        cue=scene.cues.get(dimension),
    )


def _readers(scene: Scene, choice: Choice, best: Sequence[str]) -> Readers | None:
    asked = scene.readers_in_all
    if not asked:
        return None
    return Readers(
        asked=asked,
        call=scene.readers.get(scene.call, 0),
        best=sum(scene.choices[item].readers for item in best),
        chosen=None if choice.id in best else choice.readers,
        dissent=scene.dissent,
    )


def trust_moved(play: Playthrough, turn: Turn) -> tuple[TrustMove, ...]:
    """Return how *turn* moved the trust of everybody present."""
    scene = play.scenario.scenes[turn.scene]
    choice = scene.choices[turn.choice]
    listens = listeners(play.scenario, scene)
    moves = trust_moves(play.scenario, scene, choice)
    return tuple(
        TrustMove(
            who=who,
            name=play.scenario.cast[who].name,
            before=turn.trust_before[who],
            after=turn.trust[who],
            move=move,
            listens=listens[who],
            bears_myth=choice.leans_on is not None and choice.borne_by == who,
        )
        for who, move in moves.items()
    )


def ideas(scene: Scene, choice: Choice) -> tuple[str, ...]:
    """Return the ids of the ideas behind *scene* and *choice*, without duplicates."""
    named = [
        *choice.ideas,
        f"ctx-{scene.context.value}",
        *(f"skill-{skill.value}" for skill in scene.wanted),
    ]
    if choice.leans_on is not None:
        named.append(f"myth-{choice.leans_on.value}")
    return tuple(dict.fromkeys(named))
