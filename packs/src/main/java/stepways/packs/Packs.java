package stepways.packs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import stepways.engine.calendar.BankHolidays;
import stepways.engine.calendar.WorkingCalendar;
import stepways.engine.policy.Policy;

/// Reads the folder of policy packs.
public final class Packs {

    /// The pack that holds the national layer.
    public static final String NATIONAL = "england";

    static final String HOLIDAYS = "england/bank-holidays/england-and-wales.json";

    private Packs() {}

    /// Reads every pack and version below the folder; nothing stops at a problem.
    public static LoadedPacks load(Path folder) {
        var problems = new Problems();
        var calendar = calendar(folder, problems);
        var packs = new ArrayList<LoadedPack>();
        Policy national = null;
        for (var version : versions(folder)) {
            var name = folder.relativize(version).getName(0).toString();
            var pack =
                    new PackReader(folder, version, name.equals(NATIONAL) ? null : national, calendar, problems).read();
            if (pack.isPresent()) {
                packs.add(pack.get());
                if (name.equals(NATIONAL)) {
                    national = pack.get().policy();
                }
            }
        }
        return new LoadedPacks(packs, problems);
    }

    /// The folders that hold a pack, the national layer first, then by name and version.
    private static List<Path> versions(Path folder) {
        var found = new ArrayList<Path>();
        for (var council : folders(folder)) {
            for (var version : folders(council)) {
                if (Files.isRegularFile(version.resolve("pack.yaml"))) {
                    found.add(version);
                }
            }
        }
        found.sort((one, other) -> {
            boolean first = folder.relativize(one).startsWith(NATIONAL);
            boolean second = folder.relativize(other).startsWith(NATIONAL);
            return first == second ? one.compareTo(other) : first ? -1 : 1;
        });
        return found;
    }

    private static List<Path> folders(Path folder) {
        try (var all = Files.list(folder)) {
            return all.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the folder of policy packs " + folder, e);
        }
    }

    /// SHA-256 over the sorted paths and bytes of everything in a version's folder but its examples, which prove the
    /// procedure and are no part of it, and over the national layer that it rests on.
    static String hash(Path version, @Nullable Policy national) {
        try (var files = Files.walk(version)) {
            var sha = MessageDigest.getInstance("SHA-256");
            if (national != null) {
                sha.update(national.version().contentHash().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                var relative = version.relativize(file);
                if (!isProcedure(relative)) {
                    continue;
                }
                sha.update(relative.toString().replace('\\', '/').getBytes(java.nio.charset.StandardCharsets.UTF_8));
                sha.update((byte) 0);
                sha.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the pack in " + version, e);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    /// Whether a file of a pack's folder is part of the procedure itself, and not of its proof.
    static boolean isProcedure(Path relative) {
        return !relative.startsWith("examples") && !relative.toString().equals("rules.yaml");
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /// England's working days, from the published bank holidays.
    private static WorkingCalendar calendar(Path folder, Problems problems) {
        var days = new TreeMap<LocalDate, String>();
        var file = folder.resolve(HOLIDAYS);
        if (Files.isRegularFile(file)) {
            var root = Yaml.parse(HOLIDAYS, text(file), problems);
            for (var event : Elements.get(root.members(), "events", root).list()) {
                var m = event.members();
                Elements.get(m, "date", event)
                        .parse(LocalDate::parse)
                        .ifPresent(day ->
                                days.put(day, Elements.get(m, "title", event).text()));
            }
        }
        if (days.isEmpty()) {
            problems.error(HOLIDAYS, Optional.empty(), "the bank holidays of England are missing", "");
            days.put(LocalDate.of(2026, 1, 1), "New Year’s Day");
        }
        var holidays = new BankHolidays(
                days,
                LocalDate.of(days.firstKey().getYear(), 1, 1),
                LocalDate.of(days.lastKey().getYear(), 12, 31));
        return new WorkingCalendar(ZoneId.of("Europe/London"), holidays, new TreeMap<>());
    }
}
