package org.palimpsest.harness.config;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;

/**
 * A published value and how to get it again, as written in a file of the reproduction ledger.
 *
 * @param name its name in the ledger
 * @param tier how long it takes
 * @param source where it was published, unless the file says it for all
 * @param protocol how it was got there, in words
 * @param benchmark name or file of the benchmark
 * @param method recipe
 * @param baseline recipe whose value of the same seed is taken off, where a gain was published
 * @param set {@code key=value} each, as for {@code run --set}
 * @param metric column of a leaderboard
 * @param published the value
 * @param sd published standard deviation
 * @param n published number of runs
 * @param margin greatest distance that counts as the same
 * @param scaled what is smaller here than there
 * @param note what else is different, and why
 */
record TargetSpec(
        @Doc("name in the ledger") @Pattern(regexp = "[a-z0-9][a-z0-9.+-]*") String name,
        @Doc("how long it takes") Tier tier,
        @Doc("where it was published") String source,
        @Doc("how it was got there") String protocol,
        @Doc("benchmark") String benchmark,
        @Doc("method and add-ons") String method,
        @Doc("method and add-ons that a gain is over") Optional<String> baseline,
        @Doc("settings, key=value each") @Default("") List<String> set,
        @Doc("column of a leaderboard") String metric,
        @Doc("the published value") double published,
        @Doc("its standard deviation") @PositiveOrZero OptionalDouble sd,
        @Doc("the runs it is a mean of") @Positive OptionalInt n,
        @Doc("greatest distance that counts as the same") @Positive double margin,
        @Doc("what is smaller here") @Default("") String scaled,
        @Doc("what else is different") @Default("") String note) {}
