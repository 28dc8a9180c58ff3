package org.palimpsest.dist;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Changes, drawn from a seed, of something that was valid. Says what it did. */
final class Mutator {
    private static final List<String> NASTY = List.of(
            "0", "-1", "1", "2", "7", "1000000000", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "99999999999999999999", "0.5", "-0.0",
            "NaN", ".nan", "Infinity", "-Infinity", ".inf", "1e400", "1e-400", "1e9", "1e3", "0x10", "0x1p-4", "1d", "1f", "1L", "1_000", "01", "+1", "1:30",
            ".5",
            "5.", "\u0661", "\uff11", "1,5", "1.5", "true", "yes", "null", "~", "''", "\"\"", "\"1\"", "[]", "{}", "[1]", "[1, 2]", "{a: 1}", "- 1", "*x",
            "&x 1",
            "!!int 1", "!!str 1", "!<tag> 1", "../x", "..", ".", "nonsense", "er", "digits", "classes", "sgd", "seed", "\ud83d\ude00", "\u017f", "\u0130",
            "\u00a0", "e\u0301", "a b", " ", "\t1", "a\u0000b", "\u001b[31mred", "a\u202eb", "%s%n", "$HOME", "a;b", "a,b", "a=b", "a:b", "\"", "'", "#",
            "\\", "|",
            ">", "@", "`", "---", "...", "2026-11-28", "12:30:45", "0.1.2", "--", "x".repeat(5000));
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.+-]+");
    private static final Pattern YAML_VALUE = Pattern.compile("(?<=[:\\[,] |- |\\[)[^\\s,\\[\\]{}:#][^,\\[\\]{}\\n:#]*");
    private static final Pattern YAML_KEY = Pattern.compile("[A-Za-z][A-Za-z0-9]*(?=: )");
    private static final byte[] BOM = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final Random random;
    private String said = "";

    Mutator(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    }

    /** What was done last. */
    String said() {
        return said;
    }

    private void say(String what) {
        said = said.isEmpty() ? what : said + ", " + what;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean chance(double share) {
        return random.nextDouble() < share;
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** A value that few expect. */
    String nasty() {
        return pick(NASTY);
    }

    /** Bytes of any file. */
    byte[] bytes(byte[] content) {
        if (content.length == 0) {
            say("one byte in an empty file");
            return new byte[] {(byte) random.nextInt(256)};
        }
        int at = random.nextInt(content.length);
        int length = 1 + random.nextInt(Math.min(content.length - at, 1 + random.nextInt(40)));
        int to = random.nextInt(content.length + 1);
        byte[] chunk = Arrays.copyOfRange(content, at, at + length);
        switch (random.nextInt(11)) {
            case 0, 1, 2 -> {
                int bit = random.nextInt(8);
                say("bit " + bit + " of byte " + at + " flipped");
                return with(content, at, (byte) (content[at] ^ 1 << bit));
            }
            case 3 -> {
                byte value = (byte) random.nextInt(256);
                say("byte " + at + " made " + value);
                return with(content, at, value);
            }
            case 4 -> {
                say(length + " bytes from " + at + " deleted");
                return splice(content, at, length, new byte[0]);
            }
            case 5 -> {
                say(length + " bytes from " + at + " doubled");
                return splice(content, at, 0, chunk);
            }
            case 6 -> {
                say(length + " bytes from " + at + " copied to " + to);
                return splice(content, to, 0, chunk);
            }
            case 7 -> {
                say("cut off at " + at);
                return Arrays.copyOf(content, at);
            }
            case 8 -> {
                say(length + " bytes from " + at + " made zero");
                return splice(content, at, length, new byte[length]);
            }
            case 9 -> {
                say(length + " bytes added at the end");
                return splice(content, content.length, 0, chunk);
            }
            default -> {
                byte[] noise = new byte[length];
                random.nextBytes(noise);
                say(length + " random bytes at " + at);
                return splice(content, at, 0, noise);
            }
        }
    }

    private static byte[] with(byte[] content, int at, byte value) {
        byte[] changed = content.clone();
        changed[at] = value;
        return changed;
    }

    private static byte[] splice(byte[] content, int at, int removed, byte[] added) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(content, 0, at);
        out.writeBytes(added);
        out.write(content, at + removed, content.length - at - removed);
        return out.toByteArray();
    }

    /** The whole of a text in another form. */
    byte[] encoding(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(9)) {
            case 0 -> said("CR LF", text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            case 1 -> said("CR", text.replace('\n', '\r').getBytes(StandardCharsets.UTF_8));
            case 2 -> said("a byte-order mark", splice(bytes, 0, 0, BOM));
            case 3 -> said("UTF-16 with a mark", text.getBytes(StandardCharsets.UTF_16));
            case 4 -> said("UTF-16LE", text.getBytes(StandardCharsets.UTF_16LE));
            case 5 -> said("UTF-32", text.getBytes(Charset.forName("UTF-32")));
            case 6 -> said("no line break at the end", text.stripTrailing().getBytes(StandardCharsets.UTF_8));
            case 7 -> said("a byte of Latin-1", splice(bytes, random.nextInt(bytes.length + 1), 0, new byte[] {(byte) 0xe9}));
            default -> said("decomposed, with spaces at the ends of lines",
                    Normalizer.normalize(text, Normalizer.Form.NFD).replace("\n", " \n").getBytes(StandardCharsets.UTF_8));
        };
    }

    private byte[] said(String what, byte[] result) {
        say(what);
        return result;
    }

    /** Lines of a text. */
    String lines(String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        if (lines.isEmpty()) {
            return nasty();
        }
        int at = random.nextInt(lines.size());
        int other = random.nextInt(lines.size());
        switch (random.nextInt(7)) {
            case 0 -> {
                say("line " + (at + 1) + " deleted");
                lines.remove(at);
            }
            case 1 -> {
                say("line " + (at + 1) + " doubled");
                lines.add(other, lines.get(at));
            }
            case 2 -> {
                say("lines " + (at + 1) + " and " + (other + 1) + " swapped");
                Collections.swap(lines, at, other);
            }
            case 3 -> {
                say("line " + (at + 1) + " indented");
                lines.set(at, (chance(0.5) ? "  " : "\t") + lines.get(at));
            }
            case 4 -> {
                say("line " + (at + 1) + " joined to the one before");
                String line = at == 0 ? "" : lines.remove(at);
                lines.set(Math.max(0, at - 1), lines.get(Math.max(0, at - 1)) + line);
            }
            case 5 -> {
                String value = nasty();
                say("a line '" + shown(value) + "' before line " + (at + 1));
                lines.add(at, value);
            }
            default -> {
                say("an empty line before line " + (at + 1));
                lines.add(at, "");
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String shown(String value) {
        return value.length() > 40 ? value.substring(0, 40) + "..." : value;
    }

    /** A word: another case, a letter more or less, a look-alike, or something else altogether. */
    String word(String word) {
        if (word.isEmpty() || chance(0.5)) {
            return nasty();
        }
        int at = random.nextInt(word.length());
        String rest = word.substring(at + 1);
        return switch (random.nextInt(8)) {
            case 0 -> word.substring(0, at) + rest;
            case 1 -> word.substring(0, at) + word.charAt(at) + word.substring(at);
            case 2 -> word.substring(0, at) + Character.toUpperCase(word.charAt(at)) + rest;
            case 3 -> word.substring(0, at) + (char) (word.charAt(at) ^ 1 << random.nextInt(5)) + rest;
            case 4 -> word + pick(List.of(" ", "0", "-", ".", ",", "\u00a0", "\u200b", "s"));
            case 5 -> pick(List.of(" ", "-", "\ufeff", "0")) + word;
            case 6 -> word.replace('e', '\u0435').replace('1', '\uff11');
            default -> word + word;
        };
    }

    /** One of the places that a pattern finds, changed. */
    String place(String text, Pattern pattern) {
        List<MatchResult> places = pattern.matcher(text).results().toList();
        if (places.isEmpty()) {
            return lines(text);
        }
        MatchResult place = pick(places);
        String value = word(place.group());
        say("'" + shown(place.group()) + "' at " + place.start() + " made '" + shown(value) + "'");
        return text.substring(0, place.start()) + value + text.substring(place.end());
    }

    /** The places of two words exchanged, or one word put in another's place. */
    String swap(String text) {
        List<MatchResult> places = WORD.matcher(text).results().toList();
        if (places.size() < 2) {
            return lines(text);
        }
        int first = random.nextInt(places.size() - 1);
        MatchResult a = places.get(first);
        MatchResult b = places.get(first + 1 + random.nextInt(places.size() - first - 1));
        boolean both = chance(0.5);
        say("'" + a.group() + "' and '" + b.group() + (both ? "' swapped" : "', the first made the second"));
        return text.substring(0, a.start()) + b.group() + text.substring(a.end(), b.start()) + (both ? a.group() : b.group()) + text.substring(b.end());
    }

    /** A YAML file, changed in any way that a person or a machine may. */
    byte[] yaml(String text) {
        String changed = switch (random.nextInt(16)) {
            case 0 -> null;
            case 1 -> "";
            case 2, 3 -> lines(text);
            case 4, 5, 6, 7, 8 -> place(text, YAML_VALUE);
            case 9 -> place(text, YAML_KEY);
            case 10 -> swap(text);
            case 11 -> alias(text);
            case 12 -> {
                String end = pick(List.of("---\nnonsense: 1\n", "--- {a: 1}\n", "...\n", "...\nnonsense: 1\n", "}\n", "---\n", "nonsense: 1\n", "threads: 7\n",
                        "? a\n", "<<: {threads: 7}\n", "%YAML 1.2\n", "\u0000", "- 1\n"));
                say("'" + end.strip() + "' at the end");
                yield text + end;
            }
            case 13 -> {
                String start = pick(List.of("%YAML 1.2\n---\n", "---\n", "--- !!map\n", "# a comment\n", "{}\n", "\u0085", "--- |\n", "...\n", "\t", "!x\n"));
                say("'" + start.strip() + "' at the start");
                yield start + text;
            }
            case 14 -> flow(text);
            default -> {
                MatchResult key = pick(YAML_KEY.matcher(text).results().toList());
                String wrapped = pick(List.of("\"" + key.group() + "\"", "'" + key.group() + "'", "? " + key.group() + "\n", "[" + key.group() + "]",
                        "!!str " + key.group(), key.group() + " ", "&k " + key.group()));
                say("key '" + key.group() + "' as '" + wrapped + "'");
                yield text.substring(0, key.start()) + wrapped + text.substring(key.end());
            }
        };
        if (changed == null) {
            return bytes(text.getBytes(StandardCharsets.UTF_8));
        }
        return changed.isEmpty() ? encoding(text) : changed.getBytes(StandardCharsets.UTF_8);
    }

    /** A value with a name, and the name in another place. */
    private String alias(String text) {
        List<MatchResult> values = YAML_VALUE.matcher(text).results().toList();
        if (values.size() < 2) {
            return lines(text);
        }
        int first = random.nextInt(values.size() - 1);
        MatchResult a = values.get(first);
        MatchResult b = values.get(first + 1 + random.nextInt(values.size() - first - 1));
        String name = pick(List.of("x", "er", "sgd"));
        boolean undefined = chance(0.2);
        say("*" + name + (undefined ? ", which is not there," : " for '" + a.group() + "'") + " in place of '" + b.group() + "'");
        return text.substring(0, a.start()) + (undefined ? "" : "&" + name + " ") + text.substring(a.start(), b.start()) + "*" + name + text.substring(b.end());
    }

    /** All in one flow mapping, with something after it. */
    private String flow(String text) {
        if (!text.lines().allMatch(line -> line.matches("[A-Za-z]+: .*"))) {
            return lines(text);
        }
        String after = pick(List.of("", "\nthreads: 7\n", " nonsense", "}", "\n---\n", "\n# words\n", ", a: 1"));
        say("as a flow mapping, then '" + after.strip() + "'");
        return "{" + String.join(", ", text.lines().toList()) + "}" + after;
    }

    /** A CSV file: rows, columns, cells, quotes, bytes. */
    byte[] csv(String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        switch (random.nextInt(10)) {
            case 0 -> {
                return bytes(text.getBytes(StandardCharsets.UTF_8));
            }
            case 1 -> {
                return encoding(text);
            }
            case 2, 3 -> {
                return lines(text).getBytes(StandardCharsets.UTF_8);
            }
            case 4 -> {
                return column(lines);
            }
            default -> {
                int row = random.nextInt(lines.size());
                List<String> cells = new ArrayList<>(List.of(lines.get(row).split(",", -1)));
                int at = random.nextInt(cells.size());
                String value = switch (random.nextInt(6)) {
                    case 0 -> pick(cells);
                    case 1 -> "\"" + cells.get(at) + "\"";
                    case 2 -> cells.get(at).replaceFirst("[1-8]", String.valueOf(random.nextInt(10)));
                    case 3 -> word(cells.get(at));
                    case 4 -> cells.get(at) + pick(List.of("0", "%", "e1", "e300", " ", "\""));
                    default -> nasty();
                };
                say("cell " + (at + 1) + " of line " + (row + 1) + ", '" + shown(cells.get(at)) + "', made '" + shown(value) + "'");
                cells.set(at, value);
                lines.set(row, String.join(",", cells));
                return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
            }
        }
    }

    private byte[] column(List<String> lines) {
        int columns = lines.get(0).split(",", -1).length;
        int at = random.nextInt(columns);
        int other = random.nextInt(columns);
        int how = random.nextInt(4);
        say("column " + (at + 1) + List.of(" deleted", " doubled", " swapped with " + (other + 1), " moved by a cell").get(how));
        List<String> changed = new ArrayList<>();
        for (String line : lines) {
            List<String> cells = new ArrayList<>(List.of(line.split(",", -1)));
            if (at < cells.size() && other < cells.size()) {
                switch (how) {
                    case 0 -> cells.remove(at);
                    case 1 -> cells.add(other, cells.get(at));
                    case 2 -> Collections.swap(cells, at, other);
                    default -> cells.add(at, changed.isEmpty() ? "column" : "");
                }
            }
            changed.add(String.join(",", cells));
        }
        return (String.join("\n", changed) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The number at a place of a file, made an extreme one. */
    byte[] number(byte[] content, int at, int size) {
        byte[] changed = content.clone();
        long value = pick(List.of(0L, -1L, 1L, 255L, 65536L, 0x7fffffffL, 0x80000000L, 0x7fffffffffffffffL));
        say(size + " bytes at " + at + " made the number " + value);
        byte[] eight = ByteBuffer.allocate(Long.BYTES).putLong(value).array();
        System.arraycopy(eight, Long.BYTES - size, changed, at, size);
        return changed;
    }
}
