package stepways.app.notes;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.TimeOrderedIds;
import stepways.app.web.SignedInStaff;

/// Reads and writes notes in the transaction it is given.
final class NoteRows {

    private final JdbcClient sql;

    NoteRows(JdbcClient sql) {
        this.sql = sql;
    }

    /// Where a page of notes goes on: after this note in the order of happening, newest first.
    record Place(Instant happened, UUID id) {

        /// "1750233120000-018f…", as it stands in an address.
        String word() {
            return happened.toEpochMilli() + "-" + id;
        }

        static @Nullable Place of(String word) {
            if (!word.matches("-?[0-9]{1,15}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
                return null;
            }
            int cut = word.length() - 37;
            return new Place(
                    Instant.ofEpochMilli(Long.parseLong(word.substring(0, cut))),
                    UUID.fromString(word.substring(cut + 1)));
        }
    }

    /// The notes of a family as they stand, newest first; one more than `most` if there are more. With a
    /// child, also those on which the child stood by mistake.
    List<Chain> page(UUID family, @Nullable UUID child, @Nullable NoteKind kind, @Nullable Place after, int most) {
        var beginnings = sql.sql("""
                        select n.first
                          from case_note n
                         where n.family = :family
                           and not exists (
                               select
                                 from case_note c
                                where c.authority = n.authority
                                  and c.corrects = n.id)
                           and (:kind = '' or n.kind = :kind)
                           and (:child::uuid is null
                                or exists (
                                    select
                                      from case_note v
                                      join case_note_child about on about.authority = v.authority and about.note = v.id
                                     where v.authority = n.authority
                                       and v.first = n.first
                                       and about.child = :child::uuid))
                           and (n.happened_at, n.id) < (:happened, :id)
                         order by n.happened_at desc, n.id desc
                         limit :most
                        """)
                .param("family", family)
                .param("kind", kind == null ? "" : kind.word())
                .param("child", child)
                .param(
                        "happened",
                        after == null
                                ? OffsetDateTime.of(9999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC)
                                : after.happened().atOffset(ZoneOffset.UTC))
                .param("id", after == null ? new UUID(0, 0) : after.id())
                .param("most", most + 1)
                .query((rs, _) -> rs.getObject("first", UUID.class))
                .list();
        return chains(beginnings);
    }

    /// The note that one of its versions names.
    Optional<Chain> of(UUID family, UUID version) {
        return sql.sql("select first from case_note where id = :id and family = :family")
                .param("id", version)
                .param("family", family)
                .query(UUID.class)
                .optional()
                .map(first -> chains(List.of(first)).getFirst());
    }

    private List<Chain> chains(Collection<UUID> beginnings) {
        if (beginnings.isEmpty()) {
            return List.of();
        }
        var firsts = beginnings.toArray(UUID[]::new);
        var about = about(firsts);
        var chains = new LinkedHashMap<UUID, List<Written>>();
        beginnings.forEach(first -> chains.put(first, new ArrayList<>()));
        sql.sql("""
                        select n.id, n.first, n.version, n.reason, n.in_error, n.kind, n.happened_at, n.day_only, n.purpose,
                               n.present, n.body, n.significant, n.whole_family, n.recorded_at, n.recorded_by, s.name,
                               v.how, v.not_possible, v.home, d.sort, d.role, d.decided
                          from case_note n
                          join staff s on s.authority = n.authority and s.id = n.recorded_by
                          left join case_note_visit v on v.authority = n.authority and v.note = n.id
                          left join case_note_decision d on d.authority = n.authority and d.note = n.id
                         where n.first = any(:firsts)
                         order by n.first, n.version
                        """).param("firsts", firsts).query(rs -> {
            var written = written(rs, about);
            chains.getOrDefault(written.first(), new ArrayList<>()).add(written);
        });
        return chains.values().stream().map(Chain::new).toList();
    }

    private Map<UUID, List<Note.About>> about(UUID[] firsts) {
        var about = new LinkedHashMap<UUID, List<Note.About>>();
        sql.sql("""
                        select c.note, c.child, c.seen, c.says
                          from case_note n
                          join case_note_child c on c.authority = n.authority and c.note = n.id
                          join person p on p.authority = c.authority and p.id = c.child
                         where n.first = any(:firsts)
                         order by p.birth_date nulls last, p.expected_birth_date, p.id
                        """).param("firsts", firsts).query(rs -> {
            about.computeIfAbsent(rs.getObject("note", UUID.class), _ -> new ArrayList<>())
                    .add(new Note.About(
                            rs.getObject("child", UUID.class),
                            Note.Seen.of(rs.getString("seen")),
                            rs.getString("says")));
        });
        return about;
    }

    private static Written written(ResultSet rs, Map<UUID, List<Note.About>> about) throws SQLException {
        var id = rs.getObject("id", UUID.class);
        var how = rs.getString("how");
        var sort = rs.getString("sort");
        var kind = rs.getString("kind");
        return new Written(
                id,
                rs.getObject("first", UUID.class),
                rs.getInt("version"),
                rs.getString("reason"),
                rs.getBoolean("in_error"),
                rs.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                rs.getObject("recorded_by", UUID.class),
                rs.getString("name"),
                new Note(
                        NoteKind.of(kind)
                                .orElseThrow(() -> new IllegalStateException("Expected a kind of note, found " + kind)),
                        rs.getObject("happened_at", OffsetDateTime.class).toInstant(),
                        rs.getBoolean("day_only"),
                        rs.getString("purpose"),
                        rs.getString("present"),
                        rs.getString("body"),
                        rs.getBoolean("significant"),
                        rs.getBoolean("whole_family"),
                        about.getOrDefault(id, List.of()),
                        how == null
                                ? Optional.empty()
                                : Optional.of(new Note.Visit(
                                        Note.How.valueOf(how.toUpperCase(Locale.ROOT)),
                                        rs.getString("not_possible"),
                                        rs.getString("home"))),
                        sort == null
                                ? Optional.empty()
                                : Optional.of(new Note.Decision(
                                        Note.Sort.valueOf(sort.toUpperCase(Locale.ROOT)),
                                        rs.getString("role"),
                                        rs.getString("decided")))));
    }

    /// What a correction adds to the note that it corrects.
    ///
    /// @param of the version that its writer read
    record Correction(UUID of, String reason, boolean inError) {}

    /// Writes a note that nobody wrote before.
    UUID write(SignedInStaff me, TimeOrderedIds ids, UUID family, @Nullable UUID run, Note note, Instant now) {
        var id = ids.next();
        sql.sql("""
                        insert into case_note (authority, id, first, family, run, kind, happened_at, day_only, purpose, present,
                                               body, significant, whole_family, recorded_at, recorded_by)
                        values (:authority, :id, :id, :family, :run::uuid, :kind, :happened, :dayOnly, :purpose, :present,
                                :body, :significant, :wholeFamily, :now, :by)
                        """)
                .params(columns(me, id, note, now))
                .param("family", family)
                .param("run", run)
                .param("kind", note.kind().word())
                .update();
        details(me, id, note);
        return id;
    }

    /// Writes a correction. Where somebody has corrected the same version meanwhile, the database refuses
    /// it.
    UUID correct(SignedInStaff me, TimeOrderedIds ids, Correction correction, Note note, Instant now) {
        var id = ids.next();
        int written = sql.sql("""
                        insert into case_note (authority, id, first, version, corrects, reason, family, run, kind, happened_at,
                                               day_only, purpose, present, body, significant, whole_family, in_error,
                                               recorded_at, recorded_by)
                        select o.authority, :id, o.first, o.version + 1, o.id, :reason, o.family, o.run, o.kind, :happened,
                               :dayOnly, :purpose, :present, :body, :significant, :wholeFamily, :inError, :now, :by
                          from case_note o
                         where o.id = :of
                           and o.authority = :authority
                        """)
                .params(columns(me, id, note, now))
                .param("of", correction.of())
                .param("reason", correction.reason())
                .param("inError", correction.inError())
                .update();
        if (written != 1) {
            throw new IllegalStateException("Expected the note " + correction.of() + " to correct, found " + written);
        }
        details(me, id, note);
        return id;
    }

    private static Map<String, Object> columns(SignedInStaff me, UUID id, Note note, Instant now) {
        return Map.ofEntries(
                Map.entry("authority", me.authority()),
                Map.entry("id", id),
                Map.entry("happened", note.happened().atOffset(ZoneOffset.UTC)),
                Map.entry("dayOnly", note.dayOnly()),
                Map.entry("purpose", note.purpose()),
                Map.entry("present", note.present()),
                Map.entry("body", note.text()),
                Map.entry("significant", note.significant()),
                Map.entry("wholeFamily", note.wholeFamily()),
                Map.entry("now", now.atOffset(ZoneOffset.UTC)),
                Map.entry("by", me.staff()));
    }

    private void details(SignedInStaff me, UUID id, Note note) {
        for (var about : note.about()) {
            var seen = about.seen();
            sql.sql("""
                            insert into case_note_child (authority, note, child, seen, says)
                            values (:authority, :note, :child, :seen::text, :says)
                            """)
                    .param("authority", me.authority())
                    .param("note", id)
                    .param("child", about.child())
                    .param("seen", seen == null ? null : seen.word())
                    .param("says", about.says())
                    .update();
        }
        note.visit()
                .ifPresent(visit -> sql.sql("""
                                insert into case_note_visit (authority, note, how, took_place, not_possible, home)
                                values (:authority, :note, :how, :tookPlace, :notPossible, :home)
                                """)
                        .param("authority", me.authority())
                        .param("note", id)
                        .param("how", visit.how().word())
                        .param("tookPlace", visit.tookPlace())
                        .param("notPossible", visit.notPossible())
                        .param("home", visit.home())
                        .update());
        note.decision()
                .ifPresent(decision -> sql.sql("""
                                insert into case_note_decision (authority, note, sort, role, decided)
                                values (:authority, :note, :sort, :role, :decided)
                                """)
                        .param("authority", me.authority())
                        .param("note", id)
                        .param("sort", decision.sort().word())
                        .param("role", decision.role())
                        .param("decided", decision.decided())
                        .update());
    }
}
