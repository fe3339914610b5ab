package stepways.app.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The files of an extract. They come from elsewhere: what is in them is looked at before it is believed, and no more
/// than one row of them is held at a time.
final class ExtractFiles {

    /// The longest row that is read; the longest real one, a contact with its comments, is about a hundredth of it.
    private static final int LONGEST_ROW = 128 * 1024;

    private static final int STEP = 64 * 1024;

    private final Map<String, Path> files;
    private final Charset charset;
    private final RowProblems problems;
    private final LocalDate today;
    private final Progress progress;

    private ExtractFiles(
            Map<String, Path> files, Charset charset, RowProblems problems, LocalDate today, Progress progress) {
        this.files = files;
        this.charset = charset;
        this.problems = problems;
        this.today = today;
        this.progress = progress;
    }

    /// The tables of a folder: every file that ends in .csv, by its name without ending, in lower case.
    static ExtractFiles in(Path folder, Charset charset, RowProblems problems, LocalDate today, Progress progress) {
        var files = new TreeMap<String, Path>();
        try (var all = Files.list(folder)) {
            for (var file : all.sorted().toList()) {
                var name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
                if (name.endsWith(".csv") && Files.isRegularFile(file)) {
                    files.put(name.substring(0, name.length() - 4), file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the folder " + folder, e);
        }
        return new ExtractFiles(files, charset, problems, today, progress);
    }

    boolean has(String table) {
        return files.containsKey(table);
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    /// Reads every byte once: whether it is text of the right encoding, and the SHA-256 over all files and `beside`.
    byte[] fingerprint(byte[] beside) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update(beside);
            for (var file : files.entrySet()) {
                sha.update(file.getKey().getBytes(java.nio.charset.StandardCharsets.UTF_8));
                sha.update((byte) 0);
                scan(file.getKey(), file.getValue(), sha);
            }
            return sha.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the extract", e);
        }
    }

    private void scan(String table, Path path, MessageDigest sha) throws IOException {
        var decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var bytes = ByteBuffer.allocate(STEP);
        var characters = CharBuffer.allocate(STEP);
        long line = 1;
        boolean first = true;
        try (var in = Files.newByteChannel(path)) {
            boolean atEnd = false;
            while (!atEnd) {
                progress.say("looking at " + path.getFileName());
                int before = bytes.position();
                atEnd = in.read(bytes) < 0;
                sha.update(bytes.array(), before, bytes.position() - before);
                bytes.flip();
                if (first && looksLikeUtf16(bytes)) {
                    problems.add(
                            name(path),
                            0,
                            "",
                            "is UTF-16: export it as " + charset + ", or name its encoding in the mapping");
                    return;
                }
                first = false;
                characters.clear();
                int from = bytes.position();
                var result = decoder.decode(bytes, characters, atEnd);
                line += lines(bytes, from, bytes.position());
                if (result.isError()) {
                    problems.add(
                            name(path),
                            line,
                            "",
                            String.format(
                                    Locale.ROOT,
                                    "is not %s (byte %02X): export it so, or name its encoding in the mapping",
                                    charset,
                                    bytes.get(bytes.position()) & 0xFF));
                    return;
                }
                bytes.compact();
            }
        }
    }

    private static boolean looksLikeUtf16(ByteBuffer bytes) {
        if (bytes.remaining() < 2) {
            return false;
        }
        int first = bytes.get(bytes.position()) & 0xFF;
        int second = bytes.get(bytes.position() + 1) & 0xFF;
        return (first == 0xFF && second == 0xFE) || (first == 0xFE && second == 0xFF) || first == 0 || second == 0;
    }

    private static long lines(ByteBuffer bytes, int from, int to) {
        long count = 0;
        for (int i = from; i < to; i++) {
            if (bytes.get(i) == '\n') {
                count++;
            }
        }
        return count;
    }

    /// Reads a table row by row, if the extract has it. Columns may stand in any order, and others beside them.
    void read(String table, List<String> needed, Consumer<Row> each) {
        var path = files.get(table);
        if (path == null) {
            return;
        }
        var file = name(path);
        long number = 0;
        try (var in = new BufferedInputStream(Files.newInputStream(path));
                var csv = CsvReader.builder()
                        .maxBufferSize(LONGEST_ROW)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .skipEmptyLines(true)
                        .ofCsvRecord(new InputStreamReader(in, charset))) {
            Map<String, Integer> columns = Map.of();
            int width = 0;
            for (var cells : csv) {
                number++;
                if (number == 1) {
                    var found = headings(file, cells, needed);
                    if (found.isEmpty()) {
                        return;
                    }
                    columns = found.get();
                    width = cells.getFieldCount();
                    continue;
                }
                if (cells.getFieldCount() != width) {
                    problems.add(
                            file, number, "", "has " + cells.getFieldCount() + " cells where the heading has " + width);
                    continue;
                }
                each.accept(new Row(file, number, cells, columns, problems, today));
                if (number % 1000 == 0) {
                    progress.say("reading " + file + ": " + number + " rows");
                }
            }
            if (number == 0) {
                problems.add(file, 0, "", "is empty: not even a heading is there");
            }
        } catch (CsvParseException e) {
            problems.add(
                    file,
                    number + 1,
                    "",
                    "cannot be read as CSV: a quote that is never closed, or a row of more than " + LONGEST_ROW
                            + " characters");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    private Optional<Map<String, Integer>> headings(String file, CsvRecord cells, List<String> needed) {
        var columns = new LinkedHashMap<String, Integer>();
        for (int i = 0; i < cells.getFieldCount(); i++) {
            var heading = cells.getField(i).strip().toLowerCase(Locale.ROOT);
            if (i == 0 && heading.startsWith("\uFEFF")) {
                heading = heading.substring(1).replace("\"", "");
            }
            if (columns.putIfAbsent(heading, i) != null) {
                problems.add(file, 1, heading, "this heading stands there twice");
                return Optional.empty();
            }
        }
        boolean whole = true;
        for (var column : needed) {
            if (!columns.containsKey(column)) {
                problems.add(file, 1, column, "this column is missing");
                whole = false;
            }
        }
        return whole ? Optional.of(columns) : Optional.empty();
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
