package stepways.app.record;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.AuthorityId;

/// Proves that the record of an authority is whole: nothing in it was changed, dropped or put in another order.
///
/// Each run's events are a chain of hashes, whose newest hash and count stand on the run. A text still on record has to
/// match the digest that the event beside it holds.
public final class Verification {

    private static final int RUNS_AT_A_TIME = 500;

    private final JdbcClient sql;
    private final AuthorityId authority;
    private final List<String> findings = new ArrayList<>();
    private long runs;
    private long events;

    private Verification(JdbcClient sql, AuthorityId authority) {
        this.sql = sql;
        this.authority = authority;
    }

    /// What was found.
    ///
    /// @param findings one sentence for each run that is not whole, naming its first bad event; empty if all are
    public record Result(long runs, long events, List<String> findings) {
        public Result {
            findings = List.copyOf(findings);
        }
    }

    private record Head(
            UUID run,
            String reference,
            int count,
            byte[] hash,
            @Nullable UUID dividedFrom) {}

    private record Stored(int seq, byte @Nullable [] previous, byte[] hash, byte[] expected) {}

    /// Walks every run of the authority, in the transaction it is given.
    public static Result of(JdbcClient sql, AuthorityId authority) {
        var verification = new Verification(sql, authority);
        var after = new UUID(0, 0);
        for (var heads = verification.heads(after); !heads.isEmpty(); heads = verification.heads(after)) {
            heads.forEach(verification::run);
            after = heads.getLast().run();
        }
        return new Result(verification.runs, verification.events, verification.findings);
    }

    /// The same of one run alone.
    static Optional<String> ofRun(JdbcClient sql, AuthorityId authority, UUID run) {
        var verification = new Verification(sql, authority);
        sql.sql("select id, reference, event_count, head_hash, divided_from from run where id = :id")
                .param("id", run)
                .query((rs, _) -> head(rs))
                .optional()
                .ifPresentOrElse(
                        verification::run, () -> verification.findings.add("Expected the run " + run + ", found none"));
        return verification.findings.stream().findFirst();
    }

    private static Head head(ResultSet rs) throws SQLException {
        return new Head(
                rs.getObject("id", UUID.class),
                rs.getString("reference"),
                rs.getInt("event_count"),
                rs.getBytes("head_hash"),
                rs.getObject("divided_from", UUID.class));
    }

    private List<Head> heads(UUID after) {
        return sql.sql("""
                        select id, reference, event_count, head_hash, divided_from
                          from run
                         where id > :after
                         order by id
                         limit :most
                        """)
                .param("after", after)
                .param("most", RUNS_AT_A_TIME)
                .query((rs, _) -> head(rs))
                .list();
    }

    private void run(Head head) {
        runs++;
        var stored = events(head.run());
        events += stored.size();
        var wrong = chain(head, stored).or(() -> texts(head));
        wrong.ifPresent(findings::add);
    }

    private List<Stored> events(UUID run) {
        return sql.sql("""
                        select seq, type, payload, happened_at, recorded_at, by_staff, by_job, by_partner, role, previous_hash, hash
                          from run_event
                         where run = :run
                         order by seq
                        """)
                .param("run", run)
                .query((rs, _) -> {
                    var previous = rs.getBytes("previous_hash");
                    return new Stored(
                            rs.getInt("seq"),
                            previous,
                            rs.getBytes("hash"),
                            Chain.hash(
                                    previous,
                                    authority.value(),
                                    run,
                                    rs.getInt("seq"),
                                    rs.getString("type"),
                                    rs.getString("payload"),
                                    RunReader.instant(rs, "happened_at"),
                                    RunReader.instant(rs, "recorded_at"),
                                    RunReader.by(rs),
                                    rs.getString("role")));
                })
                .list();
    }

    private Optional<String> chain(Head head, List<Stored> stored) {
        if (stored.isEmpty()) {
            return Optional.of(head.reference() + ": it has no events");
        }
        int first = stored.getFirst().seq();
        var before = first == 1 ? Optional.<byte[]>empty() : parentHash(head, first - 1);
        if (first != 1 && before.isEmpty()) {
            return Optional.of(head.reference() + ": event " + (first - 1) + " is missing");
        }
        int expectedSeq = first;
        byte[] previous = before.orElse(null);
        for (var event : stored) {
            if (event.seq() != expectedSeq) {
                return Optional.of(head.reference() + ": event " + expectedSeq + " is missing");
            }
            if (!Arrays.equals(event.previous(), previous)) {
                return Optional.of(head.reference() + ": event " + event.seq() + " does not follow the one before it");
            }
            if (!Arrays.equals(event.hash(), event.expected())) {
                return Optional.of(head.reference() + ": event " + event.seq() + " was changed");
            }
            previous = event.hash();
            expectedSeq++;
        }
        if (stored.getLast().seq() != head.count()) {
            return Optional.of(head.reference() + ": expected " + head.count() + " events, found "
                    + stored.getLast().seq());
        }
        if (!Arrays.equals(previous, head.hash())) {
            return Optional.of(head.reference() + ": its newest event is not the one that the run names");
        }
        return Optional.empty();
    }

    private Optional<byte[]> parentHash(Head head, int seq) {
        if (head.dividedFrom() == null) {
            return Optional.empty();
        }
        return sql.sql("select hash from run_event where run = :run and seq = :seq")
                .param("run", head.dividedFrom())
                .param("seq", seq)
                .query((rs, _) -> rs.getBytes("hash"))
                .optional();
    }

    /// A text that is still on record says what it said when the event was written.
    private Optional<String> texts(Head head) {
        var digests = new LinkedHashMap<String, String>();
        sql.sql("select payload from run_event where run = :run and payload like '%\"digest\"%'")
                .param("run", head.run())
                .query(rs -> {
                    EventCodec.texts(rs.getString("payload")).forEach(text -> digests.put(text.id(), text.digest()));
                });
        if (digests.isEmpty()) {
            return Optional.empty();
        }
        var found = new LinkedHashMap<String, String>();
        sql.sql("select id, body, salt from run_text where run = :run and disposed_at is null")
                .param("run", head.run())
                .query(rs -> {
                    found.put(rs.getString("id"), Texts.digest(rs.getBytes("salt"), rs.getString("body")));
                });
        for (Map.Entry<String, String> text : found.entrySet()) {
            var expected = digests.get(text.getKey());
            if (expected != null && !expected.equals(text.getValue())) {
                return Optional.of(head.reference() + ": the words " + text.getKey() + " were changed");
            }
        }
        return Optional.empty();
    }
}
