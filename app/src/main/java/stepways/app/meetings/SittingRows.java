package stepways.app.meetings;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.access.WorkingRelationship;
import stepways.app.web.Isolated;

/// Reads sittings and what is on their agendas.
final class SittingRows {

    private final JdbcClient sql;

    SittingRows(JdbcClient sql) {
        this.sql = sql;
    }

    record Sitting(
            UUID id,
            String forum,
            @Nullable String locality,
            Instant sits,
            @Nullable Instant requestsBy,
            String status,
            @Nullable String cancelledBecause,
            @Nullable String chair,
            long version,
            int items) {}

    record Item(
            UUID run,
            String reference,
            String pathway,
            @Nullable UUID family,
            @Nullable String familyReference,
            int position,
            boolean late,
            String status,
            @Nullable String presenter,
            @Nullable String practitioner,
            @Nullable Instant heldSince,
            @Nullable String children) {}

    private static final String SITTING = """
            select s.id, s.forum, s.locality, s.sits_at, s.requests_by, s.status, s.cancelled_because, c.name as chair, s.version,
                   (select count(*) from sitting_item i where i.sitting = s.id and i.status in ('listed', 'heard')) as items
              from sitting s
              left join staff c on c.authority = s.authority and c.id = s.chair
            """;

    List<Sitting> coming(Instant from) {
        return sql.sql(SITTING + " where s.sits_at >= :from order by s.sits_at, s.id limit 100")
                .param("from", from.atOffset(ZoneOffset.UTC))
                .query((rs, _) -> sitting(rs))
                .list();
    }

    List<Sitting> held(Instant before) {
        return sql.sql(SITTING + " where s.sits_at < :before order by s.sits_at desc, s.id limit 30")
                .param("before", before.atOffset(ZoneOffset.UTC))
                .query((rs, _) -> sitting(rs))
                .list();
    }

    Optional<Sitting> find(UUID id) {
        return sql.sql(SITTING + " where s.id = :id")
                .param("id", id)
                .query((rs, _) -> sitting(rs))
                .optional();
    }

    private static Sitting sitting(ResultSet rs) throws SQLException {
        var requests = rs.getObject("requests_by", OffsetDateTime.class);
        return new Sitting(
                rs.getObject("id", UUID.class),
                rs.getString("forum"),
                rs.getString("locality"),
                rs.getObject("sits_at", OffsetDateTime.class).toInstant(),
                requests == null ? null : requests.toInstant(),
                rs.getString("status"),
                rs.getString("cancelled_because"),
                rs.getString("chair"),
                rs.getLong("version"),
                rs.getInt("items"));
    }

    /// The agenda in order; what was moved to another sitting stands there and not here.
    List<Item> items(UUID sitting, UUID reader, Instant now) {
        return sql.sql("""
                        select i.run, r.reference, r.pathway, i.family, f.reference as family_reference, i.position, i.late,
                               i.status, pr.name as presenter, l.holder, l.held_from,
                               (select string_agg(case
                                                      when\s""" + WorkingRelationship.MAY_BE_NAMED + """

                                                      then coalesce(p.known_as, p.forename, 'Unborn child') || ' ' || p.surname
                                                      else 'a guarded record'
                                                  end, ', '
                                                  order by p.birth_date nulls last, p.id)
                                  from run_child c
                                  join person p on p.authority = c.authority and p.id = c.child
                                 where c.run = i.run) as children
                          from sitting_item i
                          join run r on r.authority = i.authority and r.id = i.run
                          left join family f on f.authority = i.authority and f.id = i.family
                          left join staff pr on pr.authority = i.authority and pr.id = i.presented_by
                          left join lateral (
                               select coalesce(s.name, pp.name, 'the duty holder of ' || t.title) as holder, a.held_from
                                 from run_child c
                                 join allocation a on a.authority = c.authority and a.child = c.child
                                                  and a.part = 'lead' and a.held_until is null
                                 left join staff s on s.authority = a.authority and s.id = a.staff
                                 left join partner_professional pp on pp.authority = a.authority and pp.id = a.partner
                                 left join team t on t.authority = a.authority and t.id = a.duty_of_team
                                where c.run = i.run
                                order by a.held_from
                                limit 1) l on true
                         where i.sitting = :sitting
                           and i.status in ('listed', 'heard')
                         order by i.position, i.added_at, i.run
                        """)
                .param("sitting", sitting)
                .param("staff", reader)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((rs, _) -> {
                    var since = rs.getObject("held_from", OffsetDateTime.class);
                    var children = rs.getString("children");
                    return new Item(
                            rs.getObject("run", UUID.class),
                            rs.getString("reference"),
                            rs.getString("pathway"),
                            rs.getObject("family", UUID.class),
                            rs.getString("family_reference"),
                            rs.getInt("position"),
                            rs.getBoolean("late"),
                            rs.getString("status"),
                            rs.getString("presenter"),
                            rs.getString("holder"),
                            since == null ? null : since.toInstant(),
                            children == null ? null : Isolated.name(children));
                })
                .list();
    }

    /// Calls a sitting off; false if somebody changed it meanwhile.
    boolean cancel(UUID id, long version, String because) {
        return sql.sql("""
                        update sitting
                           set status = 'cancelled', cancelled_because = :because, version = version + 1
                         where id = :id
                           and version = :version
                           and status = 'planned'
                        """)
                        .param("because", because)
                        .param("id", id)
                        .param("version", version)
                        .update()
                == 1;
    }
}
