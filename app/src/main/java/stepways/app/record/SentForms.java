package stepways.app.record;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.BrokenRule;
import stepways.app.web.SignedInStaff;

/// Which forms have been sent already, so that a double click writes once: for what changes no run.
///
/// A form carries a key. Its first sending remembers the key with what it made, in the same transaction.
public final class SentForms {

    private final JdbcClient sql;
    private final SignedInStaff me;

    public SentForms(JdbcClient sql, SignedInStaff me) {
        this.sql = sql;
        this.me = me;
    }

    /// What the first sending of this form made.
    public Optional<UUID> before(String key, String action) {
        return sql.sql("select answer from idempotency_key where key = :key and staff = :staff and action = :action")
                .param("key", key)
                .param("staff", me.staff())
                .param("action", action)
                .query((rs, _) -> UUID.fromString(rs.getString("answer")))
                .optional();
    }

    public void remember(String key, String action, UUID made, Instant now) {
        sql.sql("""
                        insert into idempotency_key (authority, key, staff, action, answer, recorded_at)
                        values (:authority, :key, :staff, :action, :answer, :now)
                        """)
                .param("authority", me.authority())
                .param("key", key)
                .param("staff", me.staff())
                .param("action", action)
                .param("answer", made.toString())
                .param("now", RunReader.at(now))
                .update();
    }

    /// Whether a write was refused because another sending of the same form was quicker.
    public static boolean sentMeanwhile(DataAccessException refusal) {
        return BrokenRule.in(refusal)
                .filter(rule -> rule.name().equals("a_form_is_sent_once"))
                .isPresent();
    }
}
