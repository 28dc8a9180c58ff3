package org.palimpsest.harness.control;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.arcade.GameSettings;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.config.Binder;
import org.palimpsest.harness.config.Definitions;
import org.palimpsest.harness.control.ControlSpec.Actions;
import org.palimpsest.results.record.ReturnScale;

/** What random actions and a reference got in games, as measured: {@code palimpsest/references/*.yaml} of any jar, written by {@code docs/references.sh}. */
final class References {
    private final List<Entry> entries;

    /** What was measured in a game that is played in one way. Scores in it are told alike wherever its episodes are cut off. */
    record Entry(
            @Doc("name of the game") @NotBlank String game,
            @Doc("as in the stream") double stickyActions,
            @Doc("as in the stream") boolean ramping,
            @Doc("as in the stream") Actions actions,
            @Doc("steps after which episodes were cut off") @PositiveOrZero int episodeLimit,
            @Doc("when, and with which commit") @NotBlank String measured,
            @Doc("what any actions, each as likely as any other, got") Returns chance,
            @Doc("what the reference got") Reference reference) {
        private boolean fits(String name, ControlSpec spec) {
            return game.equals(name) && spec.console().isEmpty() && spec.settings().equals(new GameSettings(stickyActions, ramping, actions == Actions.FULL));
        }

        private ReturnScale scale() {
            return new ReturnScale(chance.mean, reference.mean, reference.by + "; " + chance.episodes + " episodes of chance and " + reference.episodes
                    + " of the reference, measured " + measured);
        }
    }

    /** Returns of episodes. */
    record Returns(
            @Doc("episodes") @Min(2) int episodes,
            @Doc("mean of their returns") double mean,
            @Doc("standard deviation of their returns") @PositiveOrZero double sd) {}

    /** Returns of episodes of the reference. */
    record Reference(
            @Doc("what the reference is") @NotBlank String by,
            @Doc("episodes") @Min(2) int episodes,
            @Doc("mean of their returns") double mean,
            @Doc("standard deviation of their returns") @PositiveOrZero double sd) {}

    private References(List<Entry> entries) {
        this.entries = entries;
    }

    /** What a class loader finds; what is wrong with it is added to the problems. */
    static References of(ClassLoader loader, Problems problems) {
        Definitions files = new Definitions("references", loader);
        return new References(files.names().stream()
                .flatMap(name -> files.values(name, "", "", problems).stream())
                .flatMap(values -> new Binder(problems).bind(Entry.class, values).stream().filter(entry -> isOne(entry, values.sourceOf(""), problems)))
                .toList());
    }

    private static boolean isOne(Entry entry, String source, Problems problems) {
        if (entry.reference.mean <= entry.chance.mean) {
            problems.at(source).add("reference.mean", entry.reference.mean, "must be above chance.mean, " + entry.chance.mean);
            return false;
        }
        return true;
    }

    /** What scores in a game of a stream are told by, if it was measured. */
    Optional<ReturnScale> scale(String game, ControlSpec spec) {
        return entries.stream().filter(entry -> entry.fits(game, spec)).findFirst().map(Entry::scale);
    }
}
