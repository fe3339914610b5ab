package stepways.app.families;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One row of what is known of people: what was said, since when it is so, and when and by whom it was written down.
/// It is never changed; the row that takes its place names it.
///
/// @param thread the first row of the same fact
/// @param replaces the row whose place it takes; null for the first
/// @param family the record in which it was written
/// @param about whom it is about
/// @param names whom else it speaks of
/// @param by who recorded it; null where it was taken over from another system
/// @param kept whether it stands in the ledger; false while it is only known from a row that was taken over
record KeptFact(
        UUID id,
        UUID thread,
        @Nullable UUID replaces,
        Act act,
        FactKind kind,
        UUID family,
        Map<String, String> body,
        @Nullable LocalDate from,
        @Nullable LocalDate until,
        String reason,
        Instant recorded,
        @Nullable String by,
        List<UUID> about,
        List<UUID> names,
        boolean kept) {

    KeptFact {
        var filled = new LinkedHashMap<String, String>();
        body.forEach((name, value) -> {
            if (!value.isEmpty()) {
                filled.put(name, value);
            }
        });
        body = Collections.unmodifiableMap(filled);
        about = List.copyOf(about);
        names = List.copyOf(names);
    }

    /// What a row does to its fact.
    enum Act {
        /// It is the first to say it.
        RECORDED("recorded"),
        /// What was said was wrong from the start.
        CORRECTED("corrected"),
        /// It became different on a day; the earlier holds for the time before.
        CHANGED("changed"),
        /// It was so until a day.
        ENDED("ended"),
        /// It never was so.
        WITHDRAWN("withdrawn");

        private final String word;

        Act(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        static Act of(String word) {
            for (var act : values()) {
                if (act.word.equals(word)) {
                    return act;
                }
            }
            throw new IllegalArgumentException("Expected what a row does to its fact, found " + word);
        }
    }

    /// The same row with the people it speaks of.
    KeptFact of(List<UUID> about, List<UUID> names) {
        return new KeptFact(
                id, thread, replaces, act, kind, family, body, from, until, reason, recorded, by, about, names, kept);
    }

    String said(String field) {
        return body.getOrDefault(field, "");
    }

    boolean says(String field, String value) {
        return said(field).equals(value);
    }

    UUID person() {
        return about.getFirst();
    }

    List<UUID> people() {
        return Stream.concat(about.stream(), names.stream()).toList();
    }

    /// A fact with everything that was ever said of it.
    ///
    /// @param rows the newest first
    record Thread(List<KeptFact> rows) {

        Thread {
            rows = List.copyOf(rows);
        }

        static List<Thread> of(List<KeptFact> oldestFirst) {
            var threads = new LinkedHashMap<UUID, List<KeptFact>>();
            for (var row : oldestFirst) {
                threads.computeIfAbsent(row.thread(), _ -> new ArrayList<>()).add(row);
            }
            return threads.values().stream()
                    .map(rows -> new Thread(chain(rows)))
                    .toList();
        }

        /// The newest first: each row before the one whose place it took, whatever the clocks said.
        private static List<KeptFact> chain(List<KeptFact> rows) {
            var chain = new ArrayList<KeptFact>();
            UUID replaced = null;
            while (chain.size() < rows.size()) {
                var before = replaced;
                var next = rows.stream()
                        .filter(row -> java.util.Objects.equals(row.replaces(), before))
                        .findFirst();
                if (next.isEmpty()) {
                    throw new IllegalStateException(
                            "Expected one row of thread " + rows.getFirst().thread() + " after " + before);
                }
                chain.addFirst(next.get());
                replaced = next.get().id();
            }
            return chain;
        }

        /// What is said now.
        KeptFact now() {
            return rows.getFirst();
        }

        FactKind kind() {
            return now().kind();
        }

        boolean stands() {
            return now().act() != Act.WITHDRAWN;
        }

        /// Whether it holds on a day: neither ended nor withdrawn.
        boolean holds(LocalDate today) {
            var until = now().until();
            return stands() && (until == null || until.isAfter(today));
        }

        boolean isAbout(UUID person) {
            return now().about().contains(person);
        }

        @Nullable
        KeptFact after(KeptFact row) {
            return rows.stream()
                    .filter(later -> row.id().equals(later.replaces()))
                    .findFirst()
                    .orElse(null);
        }
    }
}
