package stepways.app.record;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.AuthorityId;
import stepways.engine.run.Run;
import stepways.engine.run.RunEvent;
import stepways.engine.run.RunId;

/// Says what is wrong with the record of some children, from the stored rows alone.
final class StoredRecord {

    private final JdbcClient sql;
    private final AuthorityId authority;
    private final List<String> findings = new ArrayList<>();
    private int events;
    private int changesOfHolder;

    private StoredRecord(JdbcClient sql, AuthorityId authority) {
        this.sql = sql;
        this.authority = authority;
    }

    /// What was looked at, and what is wrong with it.
    record Found(List<String> findings, int runs, int events, int changesOfHolder) {}

    /// From one instant until another; `MAX` where it goes on.
    record Span(Instant from, Instant until) {
        boolean empty() {
            return !from.isBefore(until);
        }
    }

    /// @param accepted words that were acknowledged as recorded
    static Found of(JdbcClient sql, AuthorityId authority, Collection<UUID> children, Collection<String> accepted) {
        var record = new StoredRecord(sql, authority);
        var runs = new HashSet<UUID>();
        for (var child : children) {
            record.child(child);
            runs.addAll(record.runsOf(child));
        }
        runs.forEach(record::run);
        record.words(runs, accepted);
        return new Found(List.copyOf(record.findings), runs.size(), record.events, record.changesOfHolder);
    }

    /// Whether one holder, and one only, is accountable at every instant of the times given.
    static List<String> accountable(List<Span> leads, List<Span> open) {
        var findings = new ArrayList<String>();
        var held = joined(leads, findings);
        for (var span : joined(open, new ArrayList<>())) {
            if (held.stream()
                    .noneMatch(lead ->
                            !lead.from().isAfter(span.from()) && !lead.until().isBefore(span.until()))) {
                findings.add("nobody is accountable for some of " + span + "; held " + held);
            }
        }
        return findings;
    }

    /// Spans that touch become one. Where two overlap, it is a finding.
    private static List<Span> joined(List<Span> spans, List<String> overlaps) {
        var all = new ArrayList<Span>();
        for (var span : spans.stream()
                .filter(each -> !each.empty())
                .sorted(Comparator.comparing(Span::from))
                .toList()) {
            if (all.isEmpty() || span.from().isAfter(all.getLast().until())) {
                all.add(span);
                continue;
            }
            var last = all.removeLast();
            if (span.from().isBefore(last.until())) {
                overlaps.add("two are accountable at " + span.from() + ": until " + last.until() + " and " + span);
            }
            all.add(new Span(last.from(), last.until().isAfter(span.until()) ? last.until() : span.until()));
        }
        return all;
    }

    private void child(UUID child) {
        var leads = spans("select held_from, held_until from allocation where child = :child and part = 'lead'", child);
        var open = spans("select opened_at, closed_at from episode where child = :child", child);
        accountable(leads, open).forEach(finding -> findings.add("child " + child + ": " + finding));
        sql.sql("""
                        select kind, pathway, door, count(*)
                          from run_child
                         where child = :child
                           and left_at is null
                           and kind = 'transfer'
                         group by kind, pathway, door
                        having count(*) > 1
                        """).param("child", child).query(rs -> {
            findings.add("child " + child + ": " + rs.getInt("count") + " open requests at " + rs.getString("pathway")
                    + "." + rs.getString("door"));
        });
    }

    private List<Span> spans(String question, UUID child) {
        return sql.sql(question)
                .param("child", child)
                .query((rs, _) -> new Span(
                        rs.getObject(1, OffsetDateTime.class).toInstant(),
                        rs.getObject(2) == null
                                ? Instant.MAX
                                : rs.getObject(2, OffsetDateTime.class).toInstant()))
                .list();
    }

    private List<UUID> runsOf(UUID child) {
        return sql.sql("select distinct run from run_child where child = :child")
                .param("child", child)
                .query((rs, _) -> rs.getObject("run", UUID.class))
                .list();
    }

    private record Row(int version, int count, String stage, String status, boolean ended) {
        static Row of(ResultSet rs) throws SQLException {
            return new Row(
                    rs.getInt("version"),
                    rs.getInt("event_count"),
                    rs.getString("stage"),
                    rs.getString("status"),
                    rs.getObject("ended_at") != null);
        }
    }

    private void run(UUID id) {
        Verification.ofRun(sql, authority, id).ifPresent(findings::add);
        var row = sql.sql("select version, event_count, stage, status, ended_at from run where id = :id")
                .param("id", id)
                .query((rs, _) -> Row.of(rs))
                .single();
        var loaded = new RunReader(sql).load(id, Instant.now()).orElseThrow();
        var replayed = Run.replay(new RunId(id.toString()), loaded.history());
        var expected = new Row(
                replayed.seq(),
                replayed.seq(),
                replayed.stage(),
                replayed.isOpen() ? "open" : "ended",
                replayed.ended().isPresent());
        if (!row.equals(expected)) {
            findings.add("run " + id + ": its events say " + expected + ", its row " + row);
        }
        inIt(id, replayed);
        holders(id, loaded);
    }

    /// While it is open, the run's children are those who have not left it.
    private void inIt(UUID id, Run replayed) {
        var stored = new HashSet<>(sql.sql("select child::text from run_child where run = :run and left_at is null")
                .param("run", id)
                .query(String.class)
                .list());
        var expected = new HashSet<String>();
        if (replayed.isOpen()) {
            replayed.children().forEach(child -> expected.add(child.value()));
        }
        if (!stored.equals(expected)) {
            findings.add("run " + id + ": its events say that it is about " + expected + ", its rows " + stored);
        }
    }

    /// Each change of holder that the run's own events tell is one allocation, and there is no other.
    private void holders(UUID id, Loaded loaded) {
        long told = 0;
        for (var entry : own(loaded)) {
            events++;
            if (entry.event() instanceof RunEvent.HolderChanged) {
                told++;
            }
        }
        changesOfHolder += (int) told;
        long stored = sql.sql("select count(*) from allocation where begun_by_run = :run and part = 'lead'")
                .param("run", id)
                .query(Long.class)
                .single();
        if (told != stored) {
            findings.add("run " + id + ": its events change the holder " + told + " times, its rows " + stored);
        }
    }

    private static List<stepways.engine.run.Entry> own(Loaded loaded) {
        int first = 1;
        for (var entry : loaded.history()) {
            if (entry.event() instanceof RunEvent.DividedOff off
                    && off.children().equals(loaded.run().children())) {
                first = entry.seq();
            }
        }
        int from = first;
        return loaded.history().stream().filter(entry -> entry.seq() >= from).toList();
    }

    private void words(Set<UUID> runs, Collection<String> accepted) {
        var stored = new HashSet<>(sql.sql("select body from run_text where run = any(:runs) and body is not null")
                .param("runs", runs.toArray(UUID[]::new))
                .query(String.class)
                .list());
        for (var words : accepted) {
            if (!stored.contains(words)) {
                findings.add("the words '" + words + "' were acknowledged and are not on record");
            }
        }
    }
}
