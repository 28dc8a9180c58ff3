package org.palimpsest.ale;

import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;

/**
 * How games are played on the console, by default as Machado et al. (JAIR 2018) recommend and Mnih et al. (Nature 2015) began, sticky actions and
 * the set of actions apart, which are keys of the stream.
 */
record AleOptions(
        @Doc("frames that an action is made for; the reward is that of all of them") @Positive @Default("4") int frameSkip,
        @Doc("whether an observation has the brighter of each pixel of the last two frames of a step, or the last frame") @Default("true")
                boolean maximum,
        @Doc("frames that nothing is done in before the first observation of a game: from 0 to so many, each number as likely") @PositiveOrZero
                @Default("30") int noOps,
        @Doc("whether the button is pressed before the first observation, where it is among the actions: in the first of these frames, or in one if "
                + "they are none") @Default("false") boolean fireReset,
        @Doc("what a lost life means in training: nothing; the end of an episode, after which the game goes on with those that are left; or the end of "
                + "the game") @Default("nothing") LostLife lostLife,
        @Doc("whether rewards are -1, 0 or 1 in training, by their sign") @Default("false") boolean clipRewards,
        @Doc("frames after which a game is broken off, from its first observation on; 0 for never") @PositiveOrZero @Default("108000")
                int maxFrames,
        @Doc("what an observation, of the last four frames, has at a start in place of those that are not there: the first frame or zeros")
                @Default("first-frame") Stack stack,
        @Doc("when the next episode begins: in the step that ends one, or in the next one, whose action is ignored and whose reward is 0")
                @Default("same-step") NextEpisode nextEpisode) {
    /** What a lost life means. */
    enum LostLife {
        /** Nothing. */
        NOTHING,
        /** An episode is over, and the game goes on. */
        EPISODE,
        /** The game is over. */
        GAME
    }

    /** What stands in for the frames before the first. */
    enum Stack {
        /** The first. */
        FIRST_FRAME,
        /** Black. */
        ZEROS
    }

    /** When an episode begins after another. */
    enum NextEpisode {
        /** In the step that ended the other. */
        SAME_STEP,
        /** In the step after that. */
        NEXT_STEP
    }

    /** The same for scores: whole games for what they give, one after the other. */
    AleOptions scored() {
        return new AleOptions(frameSkip, maximum, noOps, fireReset, LostLife.NOTHING, false, maxFrames, stack, NextEpisode.SAME_STEP);
    }
}
