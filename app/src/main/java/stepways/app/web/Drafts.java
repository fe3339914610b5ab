package stepways.app.web;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.database.Viewer;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Keeps what people type, valid or not, until it is recorded. Nothing is kept in the browser.
///
/// A form names its draft in the hidden field `draft`, such as `018f…:item:case-discussion`; it is each person's own.
@Component
public class Drafts {

    /// Fields that are ours and not what somebody typed.
    private static final Set<String> OURS = Set.of("_csrf", "key", "version", "draft", "page", "by");

    private static final JsonMapper JSON = JsonMapper.shared();

    /// Text that was thrown away, or much of which was deleted, can be taken back for so long.
    public static final Duration KEPT = Duration.ofDays(30);

    /// As much less text than before is a loss that somebody may not have meant.
    private static final int MUCH = 40;

    private final Database database;
    private final InstantSource clock;
    private final TimeOrderedIds ids;

    Drafts(Database database, InstantSource clock, TimeOrderedIds ids) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
    }

    /// A draft as it was kept last.
    ///
    /// @param version of the run on which its form was opened; -1 if there is none
    public record Kept(Map<String, List<String>> values, long version, Instant savedAt) {}

    /// Keeps what was typed; empty fields alone are no draft. Says when.
    public Instant save(SignedInStaff me, String key, Typed typed) {
        if (!isKey(key)) {
            throw new NotFound("a draft of this name");
        }
        var now = clock.instant();
        var values = new LinkedHashMap<String, List<String>>();
        typed.values().forEach((field, all) -> {
            if (!OURS.contains(field)) {
                values.put(field, all);
            }
        });
        var body = JSON.writeValueAsString(values);
        var page = typed.value("page");
        database.write(me.viewer(), sql -> {
            var before = kept(sql, me, key);
            if (before.isPresent()
                    && length(values) + MUCH <= length(before.get().values())) {
                toEarlier(sql, me, key, now, false);
            }
            return sql.sql("""
                            insert into draft (authority, staff, form_key, body, form_version, page, saved_at)
                            values (:authority, :staff, :key, :body, :version, nullif(:page, ''), :now)
                            on conflict (authority, staff, form_key)
                            do update set body = excluded.body, form_version = excluded.form_version,
                                          page = coalesce(excluded.page, draft.page), saved_at = excluded.saved_at
                            """)
                    .param("authority", me.authority())
                    .param("staff", me.staff())
                    .param("key", key)
                    .param("body", body)
                    .param("version", typed.version())
                    .param("page", page.isEmpty() ? "" : LocalPath.of(page))
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .update();
        });
        return now;
    }

    private static int length(Map<String, List<String>> values) {
        return values.values().stream()
                .flatMap(List::stream)
                .mapToInt(String::length)
                .sum();
    }

    private void toEarlier(JdbcClient sql, SignedInStaff me, String key, Instant now, boolean thrownAway) {
        sql.sql("""
                        insert into earlier_draft (authority, id, staff, form_key, body, form_version, page, saved_at,
                                                   gone_at, thrown_away)
                        select authority, :id, staff, form_key, body, form_version, page, saved_at, :now, :thrown
                          from draft
                         where staff = :staff
                           and form_key = :key
                        """)
                .param("id", ids.next())
                .param("staff", me.staff())
                .param("key", key)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("thrown", thrownAway)
                .update();
    }

    /// Throws a draft away, for as long as it can be taken back.
    public void throwAway(SignedInStaff me, String key) {
        var now = clock.instant();
        database.write(me.viewer(), sql -> {
            toEarlier(sql, me, key, now, true);
            return forget(sql, me, key);
        });
    }

    /// Takes earlier text back. What the draft says now becomes earlier text in its turn.
    ///
    /// @return where to go on with it; empty if there is no such text of this person any more
    public Optional<Line> takeBack(SignedInStaff me, UUID earlier) {
        var now = clock.instant();
        return database.write(me.viewer(), sql -> {
            var found = sql.sql("select form_key, page, saved_at from earlier_draft where id = :id and staff = :staff")
                    .param("id", earlier)
                    .param("staff", me.staff())
                    .query(Drafts::line)
                    .optional();
            found.ifPresent(line -> {
                toEarlier(sql, me, line.key(), now, false);
                sql.sql("""
                                insert into draft (authority, staff, form_key, body, form_version, page, saved_at)
                                select authority, staff, form_key, body, form_version, page, :now
                                  from earlier_draft
                                 where id = :id
                                on conflict (authority, staff, form_key)
                                do update set body = excluded.body, form_version = excluded.form_version,
                                              saved_at = excluded.saved_at
                                """)
                        .param("id", earlier)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update();
                sql.sql("delete from earlier_draft where id = :id")
                        .param("id", earlier)
                        .update();
            });
            return found;
        });
    }

    /// Text that can still be taken back. `thrownAway` is false where much of a draft was deleted.
    public record Earlier(UUID id, Line line, Instant goneAt, boolean thrownAway, String begins) {}

    /// Earlier text of this person, newest first.
    public List<Earlier> earlier(SignedInStaff me) {
        return database.read(
                me.viewer(),
                sql -> sql.sql("""
                                select id, form_key, page, saved_at, gone_at, thrown_away, body
                                  from earlier_draft
                                 where staff = :staff
                                   and gone_at > :since
                                 order by gone_at desc
                                 limit 100
                                """)
                        .param("staff", me.staff())
                        .param("since", clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC))
                        .query((rs, row) -> new Earlier(
                                rs.getObject("id", UUID.class),
                                line(rs, row),
                                rs.getObject("gone_at", OffsetDateTime.class).toInstant(),
                                rs.getBoolean("thrown_away"),
                                longest(values(rs.getString("body")))))
                        .list());
    }

    /// So that its writer knows it again.
    private static String longest(Map<String, List<String>> values) {
        return values.values().stream()
                .flatMap(List::stream)
                .max(Comparator.comparingInt(String::length))
                .orElse("");
    }

    /// Removes what can no longer be taken back.
    public int clear(Viewer.Job viewer, Instant now) {
        return database.write(
                viewer,
                sql -> sql.sql("delete from earlier_draft where gone_at <= :until")
                        .param("until", now.minus(KEPT).atOffset(ZoneOffset.UTC))
                        .update());
    }

    public Optional<Kept> find(SignedInStaff me, String key) {
        return database.read(me.viewer(), sql -> kept(sql, me, key));
    }

    private static Optional<Kept> kept(JdbcClient sql, SignedInStaff me, String key) {
        return sql.sql("""
                        select body, form_version, saved_at
                          from draft
                         where staff = :staff
                           and form_key = :key
                        """)
                .param("staff", me.staff())
                .param("key", key)
                .query((rs, _) -> new Kept(
                        values(rs.getString("body")),
                        rs.getLong("form_version"),
                        rs.getObject("saved_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    private static Map<String, List<String>> values(String body) {
        return JSON.readValue(body, new TypeReference<Map<String, List<String>>>() {});
    }

    /// What was kept of a form, ready to be shown; nothing if there is no draft.
    public Typed typed(SignedInStaff me, String key) {
        return find(me, key).map(kept -> Typed.draft(kept.values())).orElseGet(Typed::nothing);
    }

    /// "Saved at 2:14pm", when there is a draft.
    public @Nullable String saved(SignedInStaff me, String key) {
        return find(me, key).map(kept -> words(kept.savedAt())).orElse(null);
    }

    String words(Instant at) {
        return Dates.day(at).equals(Dates.day(clock.instant()))
                ? "Saved at " + Dates.time(at)
                : "Saved on " + Dates.dateAndTime(at);
    }

    /// Recorded: the draft has done its work.
    public void forget(SignedInStaff me, String key) {
        database.write(me.viewer(), sql -> forget(sql, me, key));
    }

    private static int forget(JdbcClient sql, SignedInStaff me, String key) {
        return sql.sql("delete from draft where staff = :staff and form_key = :key")
                .param("staff", me.staff())
                .param("key", key)
                .update();
    }

    /// A draft that is listed on *My work*. `page` is where it is gone on with, if its form said so.
    public record Line(
            String key, @Nullable UUID run, @Nullable String page, Instant savedAt) {}

    private static Line line(ResultSet rs, int row) throws SQLException {
        return new Line(
                rs.getString("form_key"),
                runOf(rs.getString("form_key")),
                rs.getString("page"),
                rs.getObject("saved_at", OffsetDateTime.class).toInstant());
    }

    /// Everything this person has typed and not recorded, newest first.
    public List<Line> all(SignedInStaff me) {
        return database.read(
                me.viewer(),
                sql -> sql.sql("""
                                select form_key, page, saved_at
                                  from draft
                                 where staff = :staff
                                 order by saved_at desc
                                 limit 100
                                """)
                        .param("staff", me.staff())
                        .query(Drafts::line)
                        .list());
    }

    private static @Nullable UUID runOf(String key) {
        var first = key.split(":", 2)[0];
        return first.matches("[0-9a-f-]{36}") ? UUID.fromString(first) : null;
    }

    static boolean isKey(String key) {
        return key.matches("[A-Za-z0-9:.@_-]{1,200}");
    }
}
