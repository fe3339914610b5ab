package stepways.app.search;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stepways.app.access.AccessLog;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.web.Dates;
import stepways.app.web.SignedInStaff;

/// A hidden record is as if there were none; that somebody looked for it goes to the role that guards it.
@Component
public class HiddenMatches {

    private final Database database;
    private final TimeOrderedIds ids;
    private final InstantSource clock;
    private final AccessLog log;

    HiddenMatches(Database database, TimeOrderedIds ids, InstantSource clock, AccessLog log) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
        this.log = log;
    }

    /// Once a day for each record and searcher.
    public void tellTheGuardians(SignedInStaff me, List<PeopleMatches.Match> matched) {
        matched.stream()
                .filter(PeopleMatches.Match::hidden)
                .distinct()
                .forEach(match -> tell(me, match.id(), match.askRole()));
    }

    void tell(SignedInStaff me, UUID person, @Nullable String role) {
        log.write(me, "match-of-hidden-record", person, null, null, null, null);
        var now = clock.instant();
        database.write(
                me.viewer(),
                sql -> sql.sql("""
                                insert into outbox (authority, id, send_key, kind, payload, send_after, recorded_at)
                                values (:authority, :id, :key, 'alert', jsonb_build_object('to-role', :role::text, 'about', 'hidden-record-matched')::text, :now, :now)
                                on conflict (authority, send_key) do nothing
                                """)
                        .param("authority", me.authority())
                        .param("id", ids.next())
                        .param("key", "hidden-match:" + person + ":" + me.staff() + ":" + Dates.day(now))
                        .param("role", role)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update());
    }
}
