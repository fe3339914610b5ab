package stepways.app.staffing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.access.WorkingRelationship;
import stepways.app.database.Database;
import stepways.app.database.DatabaseBusy;
import stepways.app.database.TimeOrderedIds;
import stepways.app.procedures.Procedures;
import stepways.app.record.Casework;
import stepways.app.web.Dates;
import stepways.app.web.RefusalText;
import stepways.app.web.SignedInStaff;
import stepways.app.worklist.WorkOfChildren;
import stepways.engine.run.Command;
import stepways.engine.run.ItemKey;

/// Hands children on from one accountable holder to the next.
///
/// Each child is one transaction: it ends the one allocation and begins the next at the same instant, raises the
/// child's
/// version so that an open run notices, and writes the work list of each open run again. The row that says so is
/// written with it; where it cannot be done, a row says why.
@Component
class HandingOn {

    private static final Logger LOG = LoggerFactory.getLogger(HandingOn.class);

    private final Database database;
    private final Procedures procedures;
    private final Casework casework;
    private final TimeOrderedIds ids;
    private final InstantSource clock;
    private final ChangeLetters letters;

    HandingOn(
            Database database,
            Procedures procedures,
            Casework casework,
            TimeOrderedIds ids,
            InstantSource clock,
            ChangeLetters letters) {
        this.database = database;
        this.procedures = procedures;
        this.casework = casework;
        this.ids = ids;
        this.clock = clock;
        this.letters = letters;
    }

    /// Carries out what is asked, row by row. Sent again with the same id it only finishes what was not yet done.
    void carryOut(SignedInStaff me, Act act) {
        var recorded = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var happened = act.happened().orElse(recorded);
        boolean mine = database.write(me.viewer(), sql -> begin(sql, me, act, happened, recorded));
        if (!mine) {
            return;
        }
        for (var wish : act.wishes()) {
            var whyNot = one(me, act, wish, happened, recorded);
            whyNot.ifPresent(words -> database.write(me.viewer(), sql -> notDone(sql, me, act, wish, words, recorded)));
        }
        database.write(me.viewer(), sql -> {
            letters.draft(sql, me, act.id(), recorded);
            return new CapacityCalls(sql).answered(me, act.id(), recorded);
        });
    }

    /// The act itself; false if somebody else has sent this key.
    private static boolean begin(JdbcClient sql, SignedInStaff me, Act act, Instant happened, Instant recorded) {
        sql.sql("""
                        insert into staffing_act (authority, id, kind, team, away, reason, happened_at, recorded_at, recorded_by)
                        values (:authority, :id, :kind, :team::text, :away::uuid, :reason, :happened, :recorded, :by)
                        on conflict (authority, id) do nothing
                        """)
                .param("authority", me.authority())
                .param("id", act.id())
                .param("kind", act.kind().stored())
                .param("team", act.team())
                .param("away", act.away())
                .param("reason", act.reason())
                .param("happened", at(happened))
                .param("recorded", at(recorded))
                .param("by", me.staff())
                .update();
        return sql.sql("select recorded_by from staffing_act where id = :id")
                .param("id", act.id())
                .query(UUID.class)
                .single()
                .equals(me.staff());
    }

    private Optional<String> one(SignedInStaff me, Act act, Act.Wish wish, Instant happened, Instant recorded) {
        try {
            return switch (wish) {
                case Act.Wish.OfChild child ->
                    database.write(me.viewer(), sql -> child(sql, me, act, child, happened, recorded));
                case Act.Wish.OfStep step -> step(me, act, step, recorded);
            };
        } catch (DatabaseBusy busy) {
            return Optional.of("The record was busy. Nothing of this is recorded: do it again.");
        } catch (DataAccessException refused) {
            LOG.error("A row of the act {} could not be recorded", act.id(), refused);
            return Optional.of("The record refused it, and nothing of this is recorded. Tell support: act " + act.id());
        }
    }

    /// The holder of a child as the page showed them.
    private record Held(
            UUID child,
            String part,
            @Nullable UUID staff,
            @Nullable String team,
            @Nullable UUID partner,
            String service,
            Instant from,
            @Nullable Instant until,
            String first,
            @Nullable LocalDate died,
            @Nullable String guardian) {}

    private Optional<String> child(
            JdbcClient sql, SignedInStaff me, Act act, Act.Wish.OfChild wish, Instant happened, Instant recorded) {
        var work = new WorkOfChildren(sql, me.viewer().authority(), procedures);
        work.hold(List.of(wish.child()));
        if (isRecorded(sql, act, wish)) {
            return Optional.empty();
        }
        var found = held(sql, me, wish, recorded);
        if (found.isEmpty()) {
            return Optional.of("No such child is held.");
        }
        var held = found.get();
        var whyNot = whyNot(sql, me, held, wish, happened, recorded);
        if (whyNot.isPresent()) {
            return whyNot;
        }
        end(sql, wish.allocation(), happened);
        var begun = begin(sql, me, held, wish.to(), happened, recorded);
        row(sql, me, act, wish, held, begun, null, recorded);
        work.changed(List.of(wish.child()), recorded);
        return Optional.empty();
    }

    private static boolean isRecorded(JdbcClient sql, Act act, Act.Wish wish) {
        return sql.sql("select exists (select from staffing_act_row where act = :act and subject = :subject)")
                .param("act", act.id())
                .param("subject", wish.subject())
                .query(Boolean.class)
                .single();
    }

    private static Optional<Held> held(JdbcClient sql, SignedInStaff me, Act.Wish.OfChild wish, Instant now) {
        return sql.sql("""
                        select a.child, a.part, a.staff, a.duty_of_team, a.partner, a.service, a.held_from, a.held_until,
                               coalesce(p.known_as, p.forename, 'The unborn child') as first, p.died_on,
                               case when\s""" + WorkingRelationship.MAY_BE_NAMED + """
                                    then null else p.ask_role end as guardian
                          from allocation a
                          join person p on p.authority = a.authority and p.id = a.child
                         where a.id = :id
                           and a.child = :child
                        """)
                .param("id", wish.allocation())
                .param("child", wish.child())
                .param("staff", me.staff())
                .param("now", at(now))
                .query((rs, _) -> {
                    var until = rs.getObject("held_until", OffsetDateTime.class);
                    return new Held(
                            rs.getObject("child", UUID.class),
                            rs.getString("part"),
                            rs.getObject("staff", UUID.class),
                            rs.getString("duty_of_team"),
                            rs.getObject("partner", UUID.class),
                            rs.getString("service"),
                            rs.getObject("held_from", OffsetDateTime.class).toInstant(),
                            until == null ? null : until.toInstant(),
                            rs.getString("first"),
                            rs.getObject("died_on", LocalDate.class),
                            rs.getString("guardian"));
                })
                .optional();
    }

    private Optional<String> whyNot(
            JdbcClient sql, SignedInStaff me, Held held, Act.Wish.OfChild wish, Instant happened, Instant recorded) {
        var guardian = held.guardian();
        if (guardian != null) {
            var policy = procedures.active(me.viewer().authority(), sql);
            return Optional.of("A record exists. Ask the "
                    + (policy.knowsRole(guardian) ? policy.role(guardian).title() : guardian)
                    + ", who hands it on.");
        }
        if (held.until() != null) {
            return Optional.of(sinceThen(sql, held, recorded));
        }
        if (held.died() != null) {
            return Optional.of(held.first() + " has died. Nothing is handed on.");
        }
        if (happened.isBefore(held.from())) {
            return Optional.of("The holder took over on " + Dates.dateAndTime(held.from())
                    + ". It cannot have been handed on before that.");
        }
        return switch (wish.to()) {
            case Act.To.Practitioner(var staff, var role) ->
                staff.equals(held.staff())
                        ? Optional.of("This person holds " + held.first() + " already.")
                        : whyNotThisPerson(sql, me, staff, role, held.service(), recorded);
            case Act.To.Duty(var team) ->
                team.equals(held.team())
                        ? Optional.of("The duty holder of this team answers for " + held.first() + " already.")
                        : sql.sql("select exists (select from team where id = :team and active and service = :service)")
                                        .param("team", team)
                                        .param("service", held.service())
                                        .query(Boolean.class)
                                        .single()
                                ? Optional.empty()
                                : Optional.of("This team does not work in the service that holds " + held.first()
                                        + ". A change of service is a transfer.");
        };
    }

    /// Who was quicker, and when.
    private static String sinceThen(JdbcClient sql, Held held, Instant now) {
        return sql.sql("""
                        select coalesce(s.name, pp.name, 'the duty holder of ' || t.title) as holder, a.held_from, b.name as by
                          from allocation a
                          left join staff s on s.authority = a.authority and s.id = a.staff
                          left join partner_professional pp on pp.authority = a.authority and pp.id = a.partner
                          left join team t on t.authority = a.authority and t.id = a.duty_of_team
                          left join staff b on b.authority = a.authority and b.id = a.recorded_by
                         where a.child = :child
                           and a.part = :part
                           and a.held_until is null
                         order by a.held_from desc
                         limit 1
                        """)
                .param("child", held.child())
                .param("part", held.part())
                .query((rs, _) -> {
                    var from = rs.getObject("held_from", OffsetDateTime.class).toInstant();
                    var by = rs.getString("by");
                    return "Somebody was quicker: " + rs.getString("holder") + " holds " + held.first() + " since "
                            + (Dates.day(from).equals(Dates.day(now)) ? Dates.time(from) : Dates.dateAndTime(from))
                            + (by == null ? "." : ", recorded by " + by + ".");
                })
                .optional()
                .orElse("Somebody was quicker: " + held.first() + " is not held there any more.");
    }

    private Optional<String> whyNotThisPerson(
            JdbcClient sql, SignedInStaff me, UUID staff, String role, String service, Instant now) {
        var policy = procedures.active(me.viewer().authority(), sql);
        return sql.sql("""
                        select s.name, s.active,
                               exists (
                                   select
                                     from staff_role r
                                     left join team t on t.authority = r.authority and t.id = r.team
                                    where r.staff = s.id
                                      and r.role = :role
                                      and (t.id is null or t.service = :service)
                                      and r.held_from <= :now
                                      and (r.held_until is null or r.held_until > :now)) as holds,
                               exists (
                                   select
                                     from absence b
                                    where b.staff = s.id
                                      and b.kind = 'leaving'
                                      and b.from_at <= :now
                                      and b.ended_at is null) as gone
                          from staff s
                         where s.id = :staff
                        """)
                .param("staff", staff)
                .param("role", role)
                .param("service", service)
                .param("now", at(now))
                .query((rs, _) -> {
                    var name = rs.getString("name");
                    var title = policy.knowsRole(role) ? policy.role(role).title() : role;
                    boolean fits = policy.knowsRole(role)
                            && policy.role(role).practitioner()
                            && (policy.role(role).in().isEmpty()
                                    || policy.role(role).in().equals(service));
                    return !rs.getBoolean("active") || rs.getBoolean("gone")
                            ? name + " has left."
                            : !rs.getBoolean("holds") || !fits
                                    ? name + " does not hold the role “" + title + "” in this service."
                                    : "";
                })
                .optional()
                .or(() -> Optional.of("There is no such person."))
                .filter(words -> !words.isEmpty());
    }

    private static void end(JdbcClient sql, UUID allocation, Instant happened) {
        sql.sql("update allocation set held_until = :until where id = :id and held_until is null")
                .param("until", at(happened))
                .param("id", allocation)
                .update();
    }

    /// Begins the next allocation at the instant at which the one before ended. Whoever works beside the child already
    /// and takes over is no co-worker any more; whoever leads is not made a co-worker.
    private @Nullable UUID begin(
            JdbcClient sql, SignedInStaff me, Held held, Act.To to, Instant happened, Instant recorded) {
        UUID staff = null;
        String team = null;
        String role = null;
        switch (to) {
            case Act.To.Practitioner practitioner -> {
                staff = practitioner.staff();
                role = practitioner.role();
            }
            case Act.To.Duty duty -> team = duty.team();
        }
        if (held.part().equals("lead")) {
            sql.sql("""
                            update allocation
                               set held_until = greatest(held_from, :until::timestamptz)
                             where child = :child
                               and part = 'co-worker'
                               and staff = :staff::uuid
                               and held_until is null
                            """)
                    .param("until", at(happened))
                    .param("child", held.child())
                    .param("staff", staff)
                    .update();
        } else if (staff == null || holdsAlready(sql, held.child(), staff)) {
            return null;
        }
        var id = ids.next();
        sql.sql("""
                        insert into allocation (authority, id, child, part, staff, duty_of_team, worker_role, service,
                                                held_from, recorded_at, recorded_by)
                        values (:authority, :id, :child, :part, :staff::uuid, :team::text, :role::text, :service,
                                :from, :recorded, :by)
                        """)
                .param("authority", me.authority())
                .param("id", id)
                .param("child", held.child())
                .param("part", held.part())
                .param("staff", staff)
                .param("team", team)
                .param("role", role)
                .param("service", held.service())
                .param("from", at(happened))
                .param("recorded", at(recorded))
                .param("by", me.staff())
                .update();
        return id;
    }

    private static boolean holdsAlready(JdbcClient sql, UUID child, UUID staff) {
        return sql.sql("""
                        select exists (
                            select
                              from allocation
                             where child = :child
                               and staff = :staff
                               and held_until is null)
                        """)
                .param("child", child)
                .param("staff", staff)
                .query(Boolean.class)
                .single();
    }

    // A step of a run.

    private Optional<String> step(SignedInStaff me, Act act, Act.Wish.OfStep wish, Instant recorded) {
        if (database.read(me.viewer(), sql -> isRecorded(sql, act, wish))) {
            return Optional.empty();
        }
        var seen = casework.see(me.viewer(), wish.run());
        if (seen.isEmpty()) {
            return Optional.of("There is no such transfer.");
        }
        var run = seen.get().run();
        var parts = wish.item().split("@", 2);
        var key = UUID.nameUUIDFromBytes((act.id() + wish.subject()).getBytes(StandardCharsets.UTF_8));
        var answer = casework.submit(
                me.viewer(),
                wish.run(),
                new Casework.Form(key.toString(), run.seq(), act.happened()),
                _ -> new Command.Request.DoItem(
                        new ItemKey(parts[0], parts.length == 2 ? parts[1] : ""),
                        wish.to().staff().toString(),
                        Optional.empty()));
        return switch (answer) {
            case Casework.Answer.Done _ -> {
                database.write(me.viewer(), sql -> row(sql, me, act, wish, null, null, null, recorded));
                yield Optional.empty();
            }
            case Casework.Answer.Refused(var refusals, var _) -> {
                var text = RefusalText.of(seen.get().policy(), run, name -> name);
                yield Optional.of(
                        String.join(" ", refusals.stream().map(text::words).toList()));
            }
            case Casework.Answer.Changed _ -> Optional.of("Somebody was quicker: the transfer has moved on.");
            case Casework.Answer.NotFound() -> Optional.of("There is no such transfer.");
        };
    }

    // The rows.

    private static int notDone(
            JdbcClient sql, SignedInStaff me, Act act, Act.Wish wish, String words, Instant recorded) {
        return row(sql, me, act, wish, null, null, words, recorded);
    }

    private static int row(
            JdbcClient sql,
            SignedInStaff me,
            Act act,
            Act.Wish wish,
            @Nullable Held held,
            @Nullable UUID begun,
            @Nullable String whyNot,
            Instant recorded) {
        UUID toStaff = null;
        String toTeam = null;
        switch (wish.to()) {
            case Act.To.Practitioner practitioner -> toStaff = practitioner.staff();
            case Act.To.Duty duty -> toTeam = duty.team();
        }
        var child = wish instanceof Act.Wish.OfChild of ? of : null;
        var step = wish instanceof Act.Wish.OfStep of ? of : null;
        return sql.sql("""
                        insert into staffing_act_row (authority, act, subject, child, run, part, from_staff, from_team,
                                                      from_partner, to_staff, to_team, ended, begun, why_not, recorded_at)
                        select :authority, :act, :subject, (select id from person where id = :child::uuid),
                               (select id from run where id = :run::uuid), :part, :from_staff::uuid, :from_team::text,
                               :from_partner::uuid, (select id from staff where id = :to_staff::uuid),
                               (select id from team where id = :to_team::text), :ended::uuid, :begun::uuid, :why_not::text,
                               :recorded
                        on conflict (authority, act, subject) do nothing
                        """)
                .param("authority", me.authority())
                .param("act", act.id())
                .param("subject", wish.subject())
                .param("child", child == null ? null : child.child())
                .param("run", step == null ? null : step.run())
                .param("part", held == null ? "lead" : held.part())
                .param("from_staff", held == null ? null : held.staff())
                .param("from_team", held == null ? null : held.team())
                .param("from_partner", held == null ? null : held.partner())
                .param("to_staff", toStaff)
                .param("to_team", toTeam)
                .param("ended", held == null || child == null ? null : child.allocation())
                .param("begun", begun)
                .param("why_not", whyNot)
                .param("recorded", at(recorded))
                .update();
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
