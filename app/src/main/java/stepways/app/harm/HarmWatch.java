package stepways.app.harm;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.database.Viewer;
import stepways.app.settings.Settings;

/// Passes a harm call that nobody has confirmed on to the next person, every few minutes, until somebody has.
@Component
public class HarmWatch {

    private final Database database;
    private final HarmRecord record;
    private final TimeOrderedIds ids;

    HarmWatch(Database database, HarmRecord record, TimeOrderedIds ids) {
        this.database = database;
        this.record = record;
        this.ids = ids;
    }

    /// Records and alerts for each call whose turn has passed on; and gives a call that stands alone its run.
    ///
    /// @return how many times a call went on to somebody
    public int passOn(Viewer.Job viewer, Instant now) {
        var open = database.read(viewer, sql -> new HarmCalls(sql, viewer.authority(), ids).open());
        int passed = 0;
        for (var call : open) {
            if (call.run() == null) {
                record.begin(
                        new Viewer.Staff(viewer.authority(), new stepways.app.database.StaffId(call.raisedBy())), call);
            }
            passed += database.write(viewer, sql -> passOn(sql, viewer, call, now));
        }
        return passed;
    }

    private int passOn(JdbcClient sql, Viewer.Job viewer, HarmCalls.Call call, Instant now) {
        var calls = new HarmCalls(sql, viewer.authority(), ids);
        var settings = Settings.read(sql);
        int turn = HarmViews.turn(call, calls.steps(call.id()), settings, now);
        int passed = 0;
        for (int position = 1; position <= turn; position++) {
            var person = call.ring().get(position);
            var at = call.raised().plusSeconds(60L * position * settings.harmMinutes());
            if (calls.step(call.id(), "passed-on", person.name(), position, at.isAfter(now) ? now : at, now, null)) {
                passed++;
                if (person.staff() != null) {
                    alert(sql, viewer, call, person.staff(), position, now);
                }
            }
        }
        return passed;
    }

    /// The message carries references only: whom it is about stands behind sign-in.
    private void alert(JdbcClient sql, Viewer.Job viewer, HarmCalls.Call call, UUID staff, int position, Instant now) {
        sql.sql("""
                        insert into outbox (authority, id, send_key, kind, payload, send_after, recorded_at)
                        values (:authority, :id, :key, 'alert',
                                jsonb_build_object('to-staff', :staff::text, 'about', 'harm-call', 'harm-call', :call::text)::text,
                                :now, :now)
                        on conflict (authority, send_key) do nothing
                        """)
                .param("authority", viewer.authority().value())
                .param("id", ids.next())
                .param("key", "harm-call:" + call.id() + ":" + position)
                .param("staff", staff.toString())
                .param("call", call.id().toString())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }
}
