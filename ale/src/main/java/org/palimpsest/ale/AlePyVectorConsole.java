package org.palimpsest.ale;

import com.google.auto.service.AutoService;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import org.palimpsest.datasets.arcade.GameSettings;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.consoles.ConsoleModule;

/**
 * {@code ale-py-vector}: the same games as the class {@code AtariVectorEnv} of ale-py 0.12.1 was seen to play them. Scores are those of whole games
 * for what they give, as on the other console.
 */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(ConsoleModule.class)
public final class AlePyVectorConsole extends EmulatorConsole<AlePyVectorConsole.Options> {
    /** For the service loader. */
    public AlePyVectorConsole() {
        super("ale-py-vector", "the same as ale-py 0.12.1 plays them side by side: clipped rewards, no sticky actions, FIRE at a start",
                "AtariVectorEnv of ale-py 0.12.1, as observed", Options.class, new GameSettings(0, false, false));
    }

    /** What can be chosen there, by the names that it has there; all else is as it is. */
    public record Options(
            @Doc("frames that an action is made for") @Positive @Default("4") int frameskip,
            @Doc("whether an observation has the brighter of each pixel of two frames") @Default("true") boolean maxpool,
            @Doc("frames that nothing is done in before the first observation of a game: from 0 to one less, each number as likely") @PositiveOrZero
                    @Default("30") int noopMax,
            @Doc("whether the button is pressed before the first observation") @Default("true") boolean useFireReset,
            @Doc("whether a lost life ends the game in training") @Default("false") boolean episodicLife,
            @Doc("whether rewards are -1, 0 or 1 in training, by their sign") @Default("true") boolean rewardClipping,
            @Doc("frames after which a game is broken off") @Positive @Default("108000") int maxNumFramesPerEpisode) {}

    @Override
    AleOptions ofEmulator(Options options) {
        return new AleOptions(options.frameskip, options.maxpool, Math.max(0, options.noopMax - 1), options.useFireReset,
                options.episodicLife ? AleOptions.LostLife.GAME : AleOptions.LostLife.NOTHING, options.rewardClipping,
                options.maxNumFramesPerEpisode, AleOptions.Stack.ZEROS, AleOptions.NextEpisode.NEXT_STEP);
    }
}
