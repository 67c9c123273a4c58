"""The pages of the help: how to play, how points work, about the game."""

from __future__ import annotations


HOW_TO_PLAY = (
    "Read the moment. Then call it: does it need leading, managing, or both, and which first? "
    "Only after your call do the choices appear. Choose, see what happens, and read why.",
    "▲ Leading serves people, what and why, the course, something new, the long run. "
    "■ Managing serves tasks, how and when, the next step, keeping steady, today and this week. "
    "Neither outranks the other; the moment decides.",
    "Reading the cues is the skill, so the setting of a scene stays hidden until the reveal. "
    "People who trust you tell you more. People who do not say nothing.",
    "Your first answer is the one that counts. Afterwards you can look at every other choice.",
)
HOW_POINTS_WORK = (
    "Call, up to 20: ten for the right first move, twenty for the whole call.",
    "Fit, up to 50: every moment needs five tokens on the five dimensions. You get ten points for "
    "each token that your choice serves.",
    "Craft, up to 30: ten to begin with and ten for each of the two skills the moment wants; "
    "nothing if the choice leans on one of the four myths.",
    "Direction and Structure start at 50. Each is two plus the tokens served, over four plus the "
    "tokens needed, on its side. Both at 65 or more is synergy.",
)
ABOUT = (
    "A role-play game about telling leading from managing. The best players change hats when "
    "the moment changes.",
    "The ideas come from the article “Leadership vs Management” by HPWP Group, to whom the "
    "credit belongs. All words here are the game's own, and so are its mistakes. Confusion and "
    "stagnation are the article's terms; synergy is too; drift and steady are ours.",
    "The article numbers its myths 1, 2, 4 and 5. The game knows these four and invents no third.",
    "Your playthroughs stay on this machine, in a file of your own. "
    "Nothing is sent anywhere by itself.",
)
PRACTICE_NOT_TEST = "Two Hats is practice and not an assessment of you."
