package stepways.app.handover;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What each side of a disagreement writes, and who does what for the children until it is decided.
public final class Disagreements {

    private final JdbcClient sql;
    private final String authority;

    public Disagreements(JdbcClient sql, String authority) {
        this.sql = sql;
        this.authority = authority;
    }

    /// Which side somebody stands on.
    public enum Side {
        SENDING("sending"),
        RECEIVING("receiving");

        private final String word;

        Side(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        static Side of(String word) {
            return word.equals(SENDING.word) ? SENDING : RECEIVING;
        }
    }

    /// One view of one side. The newest of a side stands.
    public record Written(UUID id, Side side, String words, UUID by, String byName, String role, Instant at) {}

    /// A holding plan, and which sides have agreed to it.
    public record Plan(UUID id, Side side, String words, String byName, Instant at, List<Agreed> agreed) {
        public Plan {
            agreed = List.copyOf(agreed);
        }

        public boolean agreedBy(Side asked) {
            return agreed.stream().anyMatch(each -> each.side() == asked);
        }
    }

    public record Agreed(Side side, String name, Instant at) {}

    /// Every view, newest first.
    public List<Written> views(UUID run, int raised) {
        return List.copyOf(sql.sql("""
                        select v.id, v.side, v.words, v.written_by, s.name, v.role, v.recorded_at
                          from dispute_view v
                          join staff s on s.authority = v.authority and s.id = v.written_by
                         where v.run = :run
                           and v.raised = :raised
                         order by v.recorded_at desc, v.id desc
                        """)
                .param("run", run)
                .param("raised", raised)
                .query((rs, _) -> new Written(
                        rs.getObject("id", UUID.class),
                        Side.of(rs.getString("side")),
                        rs.getString("words"),
                        rs.getObject("written_by", UUID.class),
                        rs.getString("name"),
                        rs.getString("role"),
                        instant(rs.getObject("recorded_at", OffsetDateTime.class))))
                .list());
    }

    /// Every plan, newest first: the first one stands.
    public List<Plan> plans(UUID run, int raised) {
        return List.copyOf(sql
                .sql("""
                        select p.id, p.side, p.words, s.name, p.recorded_at
                          from holding_plan p
                          join staff s on s.authority = p.authority and s.id = p.written_by
                         where p.run = :run
                           and p.raised = :raised
                         order by p.recorded_at desc, p.id desc
                        """)
                .param("run", run)
                .param("raised", raised)
                .query((rs, _) -> new Plan(
                        rs.getObject("id", UUID.class),
                        Side.of(rs.getString("side")),
                        rs.getString("words"),
                        rs.getString("name"),
                        instant(rs.getObject("recorded_at", OffsetDateTime.class)),
                        List.of()))
                .list()
                .stream()
                .map(plan ->
                        new Plan(plan.id(), plan.side(), plan.words(), plan.byName(), plan.at(), agreed(plan.id())))
                .toList());
    }

    private List<Agreed> agreed(UUID plan) {
        return List.copyOf(sql.sql("""
                        select a.side, s.name, a.agreed_at
                          from holding_plan_agreed a
                          join staff s on s.authority = a.authority and s.id = a.staff
                         where a.plan = :plan
                         order by a.side
                        """)
                .param("plan", plan)
                .query((rs, _) -> new Agreed(
                        Side.of(rs.getString("side")),
                        rs.getString("name"),
                        instant(rs.getObject("agreed_at", OffsetDateTime.class))))
                .list());
    }

    private static Instant instant(OffsetDateTime at) {
        return at.toInstant();
    }

    /// Somebody of a side writing.
    ///
    /// @param key of the form, so that a double click writes once
    public record Writer(UUID id, UUID run, int raised, Side side, UUID staff, String key, Instant now) {}

    public void view(Writer by, String role, String words) {
        sql.sql("""
                        insert into dispute_view (authority, id, run, raised, side, words, written_by, role, form_key, recorded_at)
                        values (:authority, :id, :run, :raised, :side, :words, :staff, :role, :key, :now)
                        on conflict (authority, form_key) do nothing
                        """)
                .param("authority", authority)
                .param("id", by.id())
                .param("run", by.run())
                .param("raised", by.raised())
                .param("side", by.side().word())
                .param("words", words)
                .param("staff", by.staff())
                .param("role", role)
                .param("key", by.key())
                .param("now", by.now().atOffset(ZoneOffset.UTC))
                .update();
    }

    /// A new plan: the side that writes it agrees to it; the other has to be asked again.
    public void plan(Writer by, String words) {
        int written = sql.sql("""
                        insert into holding_plan (authority, id, run, raised, words, written_by, side, form_key, recorded_at)
                        values (:authority, :id, :run, :raised, :words, :staff, :side, :key, :now)
                        on conflict (authority, form_key) do nothing
                        """)
                .param("authority", authority)
                .param("id", by.id())
                .param("run", by.run())
                .param("raised", by.raised())
                .param("words", words)
                .param("staff", by.staff())
                .param("side", by.side().word())
                .param("key", by.key())
                .param("now", by.now().atOffset(ZoneOffset.UTC))
                .update();
        if (written == 1) {
            agree(by.id(), by.side(), by.staff(), by.now());
        }
    }

    /// A side agrees to a plan; once more changes nothing.
    public void agree(UUID plan, Side side, UUID staff, Instant now) {
        sql.sql("""
                        insert into holding_plan_agreed (authority, plan, side, staff, agreed_at)
                        values (:authority, :plan, :side, :staff, :now)
                        on conflict (authority, plan, side) do nothing
                        """)
                .param("authority", authority)
                .param("plan", plan)
                .param("side", side.word())
                .param("staff", staff)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }
}
