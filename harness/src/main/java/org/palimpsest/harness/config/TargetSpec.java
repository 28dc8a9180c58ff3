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

/** A published value and how to get it again, as written in a file of the reproduction ledger. */
record TargetSpec(
        @Doc("name in the ledger") @Pattern(regexp = "[a-z0-9][a-z0-9.+-]*") String name,
        @Doc("how long it takes") Tier tier,
        @Doc("where it was published") String source,
        @Doc("how it was got there, in words") String protocol,
        @Doc("name or file of the benchmark") String benchmark,
        @Doc("method and add-ons") String method,
        @Doc("recipe whose value of the same seed is taken off, where a gain was published") Optional<String> baseline,
        @Doc("key=value each, as for run --set") @Default("") List<String> set,
        @Doc("column of a leaderboard") String metric,
        @Doc("the published value") double published,
        @Doc("published standard deviation") @PositiveOrZero OptionalDouble sd,
        @Doc("the runs it is a mean of") @Positive OptionalInt n,
        @Doc("greatest distance that counts as the same") @Positive double margin,
        @Doc("what is smaller here") @Default("") String scaled,
        @Doc("what else is different") @Default("") String note) {}
