package stepways.app.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.TimeOrderedIds;
import stepways.app.web.SignedInStaff;

/// What families were signposted to. The name, the id and how it was reached stay as they were that
/// day, whatever becomes of the directory.
final class Signposted {

    private final JdbcClient sql;

    Signposted(JdbcClient sql) {
        this.sql = sql;
    }

    record To(
            UUID id,
            @Nullable UUID run,
            UUID service,
            String feedId,
            String name,
            String organisation,
            String contact,
            String purpose,
            List<UUID> children,
            LocalDate on,
            Instant recorded,
            String by,
            @Nullable String struckBecause,
            @Nullable String struckBy,
            boolean changed) {}

    private static final String SELECT = """
            select g.id, g.run, g.service, g.feed_id, g.name, g.organisation, g.contact, g.purpose, g.signposted_on, g.recorded_at,
                   s.name as by, g.struck_because, x.name as struck_by,
                   d.name <> g.name or d.unlisted_at is not null as changed,
                   array(select c.child from signposted_child c where c.authority = g.authority and c.signposted = g.id order by c.child) as children
              from signposted_service g
              join staff s on s.authority = g.authority and s.id = g.recorded_by
              join directory_service d on d.authority = g.authority and d.id = g.service
              left join staff x on x.authority = g.authority and x.id = g.struck_by
            """;

    List<To> ofFamily(UUID family) {
        return sql.sql(SELECT
                        + " where g.family = :family order by g.signposted_on desc, g.recorded_at desc, g.id desc")
                .param("family", family)
                .query(Signposted::row)
                .list();
    }

    List<To> ofRun(UUID run) {
        return sql.sql(SELECT + " where g.run = :run and g.struck_at is null order by g.signposted_on desc, g.id desc")
                .param("run", run)
                .query(Signposted::row)
                .list();
    }

    private static To row(ResultSet rs, int number) throws SQLException {
        return new To(
                rs.getObject("id", UUID.class),
                rs.getObject("run", UUID.class),
                rs.getObject("service", UUID.class),
                rs.getString("feed_id"),
                rs.getString("name"),
                rs.getString("organisation"),
                rs.getString("contact"),
                rs.getString("purpose"),
                List.of((UUID[]) rs.getArray("children").getArray()),
                rs.getObject("signposted_on", LocalDate.class),
                rs.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                rs.getString("by"),
                rs.getString("struck_because"),
                rs.getString("struck_by"),
                rs.getBoolean("changed"));
    }

    UUID to(
            TimeOrderedIds ids,
            SignedInStaff me,
            UUID family,
            @Nullable UUID run,
            Services.Service service,
            List<UUID> children,
            String purpose,
            LocalDate on,
            Instant now) {
        var id = ids.next();
        sql.sql("""
                        insert into signposted_service (authority, id, family, run, service, feed_id, name, organisation, contact,
                                                        purpose, signposted_on, recorded_at, recorded_by)
                        values (:authority, :id, :family, :run::uuid, :service, :feed, :name, :organisation, :contact, :purpose,
                                :on, :now, :me)
                        """)
                .param("authority", me.authority())
                .param("id", id)
                .param("family", family)
                .param("run", run)
                .param("service", service.id())
                .param("feed", service.feedId())
                .param("name", service.name())
                .param("organisation", service.organisation())
                .param("contact", service.contact())
                .param("purpose", purpose)
                .param("on", on)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("me", me.staff())
                .update();
        for (var child : children) {
            sql.sql("insert into signposted_child (authority, signposted, child) values (:authority, :id, :child)")
                    .param("authority", me.authority())
                    .param("id", id)
                    .param("child", child)
                    .update();
        }
        return id;
    }

    /// Strikes out what was recorded wrongly; false if it is struck out already or is not this
    /// family's.
    boolean strike(SignedInStaff me, UUID family, UUID id, String because, Instant now) {
        return sql.sql("""
                        update signposted_service
                           set struck_at = :now, struck_by = :me, struck_because = :because
                         where id = :id
                           and family = :family
                           and struck_at is null
                        """)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("me", me.staff())
                        .param("because", because)
                        .param("id", id)
                        .param("family", family)
                        .update()
                == 1;
    }
}
