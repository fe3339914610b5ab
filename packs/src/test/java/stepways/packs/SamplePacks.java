package stepways.packs;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// A small invented pack on a small national layer, copied to a folder of its own so that a test may change it.
final class SamplePacks {

    private static final Path RESOURCES = Path.of("src/test/resources");

    private final Path folder;

    private SamplePacks(Path folder) {
        this.folder = folder;
    }

    static SamplePacks in(Path folder) {
        copy(RESOURCES.resolve("sample-packs"), folder);
        return new SamplePacks(folder);
    }

    static Path resources(String name) {
        return RESOURCES.resolve(name);
    }

    /// Files that take the place of the sample's.
    SamplePacks with(Path files) {
        copy(files, folder.resolve("sample/1.0"));
        return this;
    }

    /// One file of the sample with some text changed.
    SamplePacks replacing(String file, String text, String other) {
        var path = folder.resolve("sample/1.0").resolve(file);
        try {
            var before = Files.readString(path);
            if (!before.contains(text)) {
                throw new IllegalArgumentException("Expected '" + text + "' in " + file);
            }
            Files.writeString(path, before.replace(text, other));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot change " + path, e);
        }
        return this;
    }

    SamplePacks without(String file) {
        try {
            Files.delete(folder.resolve("sample/1.0").resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + file, e);
        }
        return this;
    }

    Path folder() {
        return folder;
    }

    LoadedPacks load() {
        return Packs.load(folder);
    }

    LoadedPack pack() {
        return load().pack("sample").orElseThrow();
    }

    List<Example> examples(LoadedPack pack) {
        var problems = new Problems();
        var read = ExampleReader.read(pack, folder, problems);
        if (!problems.errors().isEmpty()) {
            throw new IllegalArgumentException("Expected examples that can be read, found " + problems.errors());
        }
        return read.examples();
    }

    /// What a command prints, and the code it ends with.
    record Said(int code, String out, String err) {

        List<String> lines() {
            return out.lines().toList();
        }

        String last() {
            return lines().getLast();
        }
    }

    /// Runs a command on these packs.
    Said run(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(1, List.of("--packs", folder.toString()));
        return runAsIs(all.toArray(String[]::new));
    }

    static Said runAsIs(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = PacksCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
        return new Said(code, out.toString(), err.toString());
    }

    private static void copy(Path from, Path to) {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!file.endsWith(ProblemsTest.BASELINE)) {
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot copy " + from, e);
        }
    }
}
