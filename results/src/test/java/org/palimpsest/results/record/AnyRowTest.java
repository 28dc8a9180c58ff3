package org.palimpsest.results.record;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Rows of any table, of any values that their records allow, are read back as they were written. */
public class AnyRowTest {
    private static final int ROWS = 200;
    private static final double[] EXTREME = {0, -0.0, 1, Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_NORMAL, 1e-300, 1 / 3.0, 0.1 + 0.2,
        999_999_999_999.5, 1e15, -123.456789012345, Math.nextDown(1.0), Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    private static final List<String> TEXTS = List.of("a", "layer.0", "=1+1", "-x", "\"quoted\", and more", "two\nlines", "ä\uD83D\uDE00", "'", " b ");

    private final UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(11);

    @DataProvider
    public Object[][] tables() {
        return Tables.builtIn().all().stream().map(table -> new Object[] {table}).toArray(Object[][]::new);
    }

    @Test(dataProvider = "tables")
    public <R> void nothingIsLost(Table<R> table) {
        Class<R> type = rowOf(table);
        List<List<String>> written = new ArrayList<>();
        for (int attempt = 0; written.size() < ROWS && attempt < 100 * ROWS; attempt++) {
            any(type).ifPresent(row -> written.add(table.write(type.cast(row))));
        }
        assertTrue(written.size() >= ROWS / 4, written.size() + " rows of " + table);
        List<Csv.Line> lines = Csv.read(Path.of("t.csv"), Csv.bytes(table.columns(), written)).rows();
        assertEquals(lines.stream().map(Csv.Line::cells).toList(), written);
        assertEquals(lines.stream().map(line -> table.write(table.read(new Cells(table.columns(), line.cells())))).toList(), written);
    }

    @SuppressWarnings("unchecked")
    private static <R> Class<R> rowOf(Table<R> table) {
        return (Class<R>) ((ParameterizedType) table.getClass().getGenericSuperclass()).getActualTypeArguments()[0];
    }

    /** A record of random values; empty if they are none that it allows. */
    private Optional<Object> any(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            Optional<Object> value = value(components[i].getGenericType());
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values[i] = value.get();
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return Optional.of(constructor.newInstance(values));
        } catch (InvocationTargetException e) {
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<Object> value(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == Map.class ? Optional.of(map()) : Optional.of(List.of());
        }
        Class<?> c = (Class<?>) type;
        if (c == int.class) {
            return Optional.of(random.nextInt(5));
        }
        if (c == long.class) {
            return Optional.of(random.nextBoolean() ? (Object) (long) random.nextInt(5) : (Object) (Long.MAX_VALUE - random.nextInt(5)));
        }
        if (c == double.class) {
            return Optional.of(random.nextBoolean() ? EXTREME[random.nextInt(EXTREME.length)] : random.nextDouble());
        }
        if (c == OptionalDouble.class) {
            return Optional.of(random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(random.nextDouble()));
        }
        return c == String.class ? Optional.of(TEXTS.get(random.nextInt(TEXTS.size()))) : c.isRecord() ? any(c) : Optional.empty();
    }

    private Map<Integer, Integer> map() {
        Map<Integer, Integer> map = new LinkedHashMap<>();
        for (int i = 0; i < random.nextInt(3); i++) {
            map.put(i, 1 + random.nextInt(2));
        }
        return map;
    }
}
