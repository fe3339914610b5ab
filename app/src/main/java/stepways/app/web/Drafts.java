package stepways.app.web;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stepways.app.database.Database;
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

    private final Database database;
    private final InstantSource clock;

    Drafts(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
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
        database.write(
                me.viewer(),
                sql -> sql.sql("""
                                insert into draft (authority, staff, form_key, body, form_version, saved_at)
                                values (:authority, :staff, :key, :body, :version, :now)
                                on conflict (authority, staff, form_key)
                                do update set body = excluded.body, form_version = excluded.form_version,
                                              saved_at = excluded.saved_at
                                """)
                        .param("authority", me.authority())
                        .param("staff", me.staff())
                        .param("key", key)
                        .param("body", body)
                        .param("version", typed.version())
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update());
        return now;
    }

    public Optional<Kept> find(SignedInStaff me, String key) {
        return database.read(
                me.viewer(),
                sql -> sql.sql("""
                                select body, form_version, saved_at
                                  from draft
                                 where staff = :staff
                                   and form_key = :key
                                """)
                        .param("staff", me.staff())
                        .param("key", key)
                        .query((rs, _) -> new Kept(
                                JSON.readValue(rs.getString("body"), new TypeReference<Map<String, List<String>>>() {}),
                                rs.getLong("form_version"),
                                rs.getObject("saved_at", java.time.OffsetDateTime.class)
                                        .toInstant()))
                        .optional());
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
        database.write(
                me.viewer(),
                sql -> sql.sql("delete from draft where staff = :staff and form_key = :key")
                        .param("staff", me.staff())
                        .param("key", key)
                        .update());
    }

    /// A draft that is listed on *My work*.
    public record Line(String key, @Nullable UUID run, Instant savedAt) {}

    /// Everything this person has typed and not recorded, newest first.
    public List<Line> all(SignedInStaff me) {
        return database.read(
                me.viewer(),
                sql -> sql.sql("""
                                select form_key, saved_at
                                  from draft
                                 where staff = :staff
                                 order by saved_at desc
                                 limit 100
                                """)
                        .param("staff", me.staff())
                        .query((rs, _) -> new Line(
                                rs.getString("form_key"),
                                runOf(rs.getString("form_key")),
                                rs.getObject("saved_at", java.time.OffsetDateTime.class)
                                        .toInstant()))
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
