package org.palimpsest.datasets;

import static org.testng.Assert.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import org.testng.annotations.Test;

public class UserPathTest {
    private static final Path HOME = Path.of(System.getProperty("user.home"));

    @Test
    public void aTildeIsTheHomeFolder() {
        assertEquals(UserPath.parse("~"), Optional.of(HOME));
        assertEquals(UserPath.parse("~/a/b.yaml"), Optional.of(HOME.resolve("a/b.yaml")));
    }

    @Test
    public void elsewhereATildeIsALetter() {
        assertEquals(UserPath.parse("~ann/a"), Optional.of(Path.of("~ann/a")));
        assertEquals(UserPath.parse("a/~"), Optional.of(Path.of("a/~")));
        assertEquals(UserPath.parse("a.yaml~"), Optional.of(Path.of("a.yaml~")));
    }

    @Test
    public void whatStandsInAFileIsRelativeToItsFolder() {
        assertEquals(UserPath.beside("x/suite.yaml", "order.txt"), Optional.of(Path.of("x/order.txt")));
        assertEquals(UserPath.beside("x/suite.yaml", "/order.txt"), Optional.of(Path.of("/order.txt")));
        assertEquals(UserPath.beside("x/suite.yaml", "~/order.txt"), Optional.of(HOME.resolve("order.txt")));
    }

    @Test
    public void aPathThatNoFileCanHaveIsNone() {
        assertEquals(UserPath.parse("a\u0000b"), Optional.empty());
        assertEquals(UserPath.beside("x/suite.yaml", "a\u0000b"), Optional.empty());
    }
}
