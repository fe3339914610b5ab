package stepways.app.handover;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The visits of a handover as they were recorded, with the corrections beside what they correct.
public final class HandoverVisits {

    private final JdbcClient sql;
    private final String authority;

    public HandoverVisits(JdbcClient sql, String authority) {
        this.sql = sql;
        this.authority = authority;
    }

    public enum Kind {
        HELD("held"),
        NOT_POSSIBLE("not-possible"),
        /// Recorded by mistake: takes back the one it corrects.
        NEVER("never");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        public static Optional<Kind> of(String word) {
            for (var kind : values()) {
                if (kind.word.equals(word)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /// Somebody who was there, under the name that was shown then.
    public record Present(@Nullable UUID staff, @Nullable UUID person, String name) {}

    /// What was written about a visit.
    ///
    /// @param said what was said; why it was not possible where there was none
    /// @param wanted what the family wants the new worker to know
    /// @param explained what the family was told where there was no visit
    public record Words(String place, String said, String wanted, String explained) {}

    /// One visit on record.
    ///
    /// @param because why it corrects another; null for a first recording
    /// @param replaced whether a later recording corrects this one
    public record Visit(
            UUID id,
            Kind kind,
            Instant happened,
            Instant recorded,
            UUID by,
            String byName,
            Words words,
            List<Present> present,
            @Nullable UUID corrects,
            @Nullable String because,
            boolean replaced) {

        public Visit {
            present = List.copyOf(present);
        }
    }

    /// Every recording of a run, newest first.
    public List<Visit> of(UUID run) {
        var present = new LinkedHashMap<UUID, List<Present>>();
        sql.sql("""
                        select p.visit, p.staff, p.person, p.name
                          from handover_present p
                          join handover_visit v on v.authority = p.authority and v.id = p.visit
                         where v.run = :run
                         order by p.visit, p.position
                        """).param("run", run).query(rs -> {
            present.computeIfAbsent(rs.getObject("visit", UUID.class), _ -> new ArrayList<>())
                    .add(new Present(
                            rs.getObject("staff", UUID.class),
                            rs.getObject("person", UUID.class),
                            rs.getString("name")));
        });
        return List.copyOf(sql.sql("""
                        select v.id, v.kind, v.happened_at, v.recorded_at, v.recorded_by, s.name, v.place, v.said, v.wanted,
                               v.explained, v.corrects, v.because,
                               exists (
                                   select
                                     from handover_visit later
                                    where later.authority = v.authority
                                      and later.corrects = v.id) as replaced
                          from handover_visit v
                          join staff s on s.authority = v.authority and s.id = v.recorded_by
                         where v.run = :run
                         order by v.recorded_at desc, v.id desc
                        """)
                .param("run", run)
                .query((rs, _) -> visit(rs, present.getOrDefault(rs.getObject("id", UUID.class), List.of())))
                .list());
    }

    private static Visit visit(ResultSet rs, List<Present> present) throws SQLException {
        return new Visit(
                rs.getObject("id", UUID.class),
                Kind.of(rs.getString("kind")).orElseThrow(),
                instant(rs, "happened_at"),
                instant(rs, "recorded_at"),
                rs.getObject("recorded_by", UUID.class),
                rs.getString("name"),
                new Words(
                        rs.getString("place"), rs.getString("said"), rs.getString("wanted"), rs.getString("explained")),
                present,
                rs.getObject("corrects", UUID.class),
                rs.getString("because"),
                rs.getBoolean("replaced"));
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        return rs.getObject(column, OffsetDateTime.class).toInstant();
    }

    /// A visit to put on record.
    ///
    /// @param key of the form, so that a double click records one visit
    /// @param corrects the recording that this one puts right, with the reason
    public record New(
            UUID id,
            UUID run,
            String key,
            Kind kind,
            Instant happened,
            UUID by,
            Words words,
            List<Present> present,
            @Nullable UUID corrects,
            @Nullable String because) {

        public New {
            present = List.copyOf(present);
        }
    }

    /// Records a visit; a second time with the same key records nothing.
    public void write(New visit, Instant recorded) {
        int written = sql.sql("""
                        insert into handover_visit (authority, id, run, form_key, kind, happened_at, recorded_at,
                                                    recorded_by, place, said, wanted, explained, corrects, because)
                        values (:authority, :id, :run, :key, :kind, :happened, :recorded,
                                :by, :place, :said, :wanted, :explained, :corrects::uuid, :because)
                        on conflict (authority, form_key) do nothing
                        """)
                .param("authority", authority)
                .param("id", visit.id())
                .param("run", visit.run())
                .param("key", visit.key())
                .param("kind", visit.kind().word())
                .param("happened", visit.happened().atOffset(ZoneOffset.UTC))
                .param("recorded", recorded.atOffset(ZoneOffset.UTC))
                .param("by", visit.by())
                .param("place", visit.words().place())
                .param("said", visit.words().said())
                .param("wanted", visit.words().wanted())
                .param("explained", visit.words().explained())
                .param("corrects", visit.corrects())
                .param("because", visit.because())
                .update();
        if (written == 0) {
            return;
        }
        for (int i = 0; i < visit.present().size(); i++) {
            var present = visit.present().get(i);
            sql.sql("""
                            insert into handover_present (authority, visit, position, staff, person, name)
                            values (:authority, :visit, :position, :staff::uuid, :person::uuid, :name)
                            """)
                    .param("authority", authority)
                    .param("visit", visit.id())
                    .param("position", i + 1)
                    .param("staff", present.staff())
                    .param("person", present.person())
                    .param("name", present.name())
                    .update();
        }
    }
}
