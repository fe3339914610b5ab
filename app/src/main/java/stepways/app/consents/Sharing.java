package stepways.app.consents;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.TimeOrderedIds;
import stepways.app.web.Isolated;
import stepways.app.web.SignedInStaff;

/// Reads and writes who was told of sharing, on which lawful ground something is shared, and who
/// must not be told. One recording is about one or several children: its rows carry the same act.
final class Sharing {

    private final JdbcClient sql;

    Sharing(JdbcClient sql) {
        this.sql = sql;
    }

    // Who was told.

    record Told(
            UUID act,
            List<UUID> children,
            String person,
            String what,
            String with,
            @Nullable String how,
            @Nullable String language,
            @Nullable String interpreter,
            @Nullable String notToldBecause,
            @Nullable String decidedBy,
            String toldBy,
            Instant happened,
            Instant recorded,
            Answer.@Nullable Struck struck) {}

    List<Told> told(UUID family) {
        return byAct(
                sql.sql("""
                        select t.act, t.child, concat_ws(' ', coalesce(p.known_as, p.forename), p.surname) as person_name, t.what,
                               t.with_whom, t.how, t.language, t.interpreter, t.not_told_because, t.decided_by, s.name as told_by,
                               t.happened_at, t.recorded_at, t.struck_because as because, t.struck_at, x.name as struck_by
                          from told_of_sharing t
                          join person p on p.authority = t.authority and p.id = t.person
                          join staff s on s.authority = t.authority and s.id = t.told_by
                          left join staff x on x.authority = t.authority and x.id = t.struck_by
                         where t.family = :family
                         order by t.happened_at desc, t.act desc, t.child
                        """)
                        .param("family", family)
                        .query((rs, _) -> new Told(
                                rs.getObject("act", UUID.class),
                                List.of(rs.getObject("child", UUID.class)),
                                Isolated.name(rs.getString("person_name")),
                                rs.getString("what"),
                                rs.getString("with_whom"),
                                rs.getString("how"),
                                rs.getString("language"),
                                rs.getString("interpreter"),
                                rs.getString("not_told_because"),
                                rs.getString("decided_by"),
                                rs.getString("told_by"),
                                Rows.instant(rs, "happened_at"),
                                Rows.instant(rs, "recorded_at"),
                                struck(rs)))
                        .list(),
                Told::act,
                (one, other) -> new Told(
                        one.act(),
                        both(one.children(), other.children()),
                        one.person(),
                        one.what(),
                        one.with(),
                        one.how(),
                        one.language(),
                        one.interpreter(),
                        one.notToldBecause(),
                        one.decidedBy(),
                        one.toldBy(),
                        one.happened(),
                        one.recorded(),
                        one.struck()));
    }

    private static Answer.@Nullable Struck struck(ResultSet rs) throws SQLException {
        var because = rs.getString("because");
        return because == null
                ? null
                : new Answer.Struck(because, Rows.instant(rs, "struck_at"), rs.getString("struck_by"));
    }

    private static List<UUID> both(List<UUID> one, List<UUID> other) {
        var all = new ArrayList<>(one);
        other.stream().filter(each -> !all.contains(each)).forEach(all::add);
        return all;
    }

    private static <T> List<T> byAct(
            List<T> rows, java.util.function.Function<T, UUID> act, java.util.function.BinaryOperator<T> merged) {
        Map<UUID, T> all = new LinkedHashMap<>();
        rows.forEach(row -> all.merge(act.apply(row), row, merged));
        return List.copyOf(all.values());
    }

    /// @param told how they were told; empty where they were not
    record NewTold(
            List<UUID> children,
            UUID person,
            String what,
            String with,
            Optional<String> how,
            String language,
            String interpreter,
            String notToldBecause,
            String decidedBy,
            UUID toldBy,
            Instant happened) {}

    UUID tell(TimeOrderedIds ids, SignedInStaff me, UUID family, NewTold told, Instant now) {
        var act = ids.next();
        for (var child : told.children()) {
            sql.sql("""
                            insert into told_of_sharing (authority, id, act, family, child, person, what, with_whom, how, language,
                                                         interpreter, not_told_because, decided_by, told_by, happened_at,
                                                         recorded_at, recorded_by)
                            values (:authority, :id, :act, :family, :child, :person, :what, :with, :how::text,
                                    nullif(:language, ''), nullif(:interpreter, ''), nullif(:because, ''), nullif(:decided, ''),
                                    :by, :happened, :now, :me)
                            """)
                    .param("authority", me.authority())
                    .param("id", ids.next())
                    .param("act", act)
                    .param("family", family)
                    .param("child", child)
                    .param("person", told.person())
                    .param("what", told.what())
                    .param("with", told.with())
                    .param("how", told.how().orElse(null))
                    .param("language", told.how().isPresent() ? told.language() : "")
                    .param("interpreter", told.how().isPresent() ? told.interpreter() : "")
                    .param("because", told.how().isPresent() ? "" : told.notToldBecause())
                    .param("decided", told.how().isPresent() ? "" : told.decidedBy())
                    .param("by", told.toldBy())
                    .param("happened", Rows.at(told.happened()))
                    .param("now", Rows.at(now))
                    .param("me", me.staff())
                    .update();
        }
        return act;
    }

    /// Strikes out a telling that was recorded wrongly; false if it is struck out already.
    boolean strikeTold(SignedInStaff me, UUID family, UUID act, String because, Instant now) {
        return sql.sql("""
                        update told_of_sharing
                           set struck_at = :now, struck_by = :me, struck_because = :because
                         where family = :family
                           and act = :act
                           and struck_at is null
                        """)
                        .param("now", Rows.at(now))
                        .param("me", me.staff())
                        .param("because", because)
                        .param("family", family)
                        .param("act", act)
                        .update()
                > 0;
    }

    // On which ground.

    /// @param due when a manager looks at it next; null where nobody has to
    record Basis(
            UUID act,
            List<UUID> children,
            String basis,
            @Nullable String special,
            String what,
            String with,
            @Nullable String purpose,
            String reason,
            boolean withoutAgreement,
            @Nullable String role,
            @Nullable LocalDate due,
            UUID byId,
            String by,
            Instant happened,
            Instant recorded,
            @Nullable LocalDate ended,
            @Nullable String endedBecause,
            @Nullable String endedBy) {

        boolean standsOn(LocalDate day) {
            return ended == null || ended.isAfter(day);
        }
    }

    List<Basis> bases(UUID family) {
        return byAct(
                sql.sql("""
                        select coalesce(b.act, b.id) as act, b.child, b.basis, b.special_basis, b.shared_what, b.shared_with, b.purpose,
                               coalesce(b.reason_words, t.body, '') as reason, b.without_agreement, b.role, b.recorded_by,
                               s.name as by, b.happened_at, b.recorded_at, b.ended_on, b.ended_because, e.name as ended_by,
                               case when b.ended_on is null then (
                                   select case when r.id is null then b.review_on else r.next_on end
                                     from (select 1) one
                                     left join lateral (
                                          select id, next_on
                                            from sharing_review
                                           where act = b.act
                                           order by recorded_at desc, id desc
                                           limit 1) r on true) end as due
                          from lawful_basis b
                          join staff s on s.authority = b.authority and s.id = b.recorded_by
                          left join run_text t on t.authority = b.authority and t.id = b.reason
                          left join staff e on e.authority = b.authority and e.id = b.ended_by
                         where b.family = :family
                            or b.child in (select person from family_member where family = :family and part = 'child')
                         order by b.happened_at desc, 1 desc, b.child
                        """)
                        .param("family", family)
                        .query((rs, _) -> new Basis(
                                rs.getObject("act", UUID.class),
                                List.of(rs.getObject("child", UUID.class)),
                                rs.getString("basis"),
                                rs.getString("special_basis"),
                                rs.getString("shared_what"),
                                rs.getString("shared_with"),
                                rs.getString("purpose"),
                                rs.getString("reason"),
                                rs.getBoolean("without_agreement"),
                                rs.getString("role"),
                                rs.getObject("due", LocalDate.class),
                                rs.getObject("recorded_by", UUID.class),
                                rs.getString("by"),
                                Rows.instant(rs, "happened_at"),
                                Rows.instant(rs, "recorded_at"),
                                rs.getObject("ended_on", LocalDate.class),
                                rs.getString("ended_because"),
                                rs.getString("ended_by")))
                        .list(),
                Basis::act,
                (one, other) -> new Basis(
                        one.act(),
                        both(one.children(), other.children()),
                        one.basis(),
                        one.special(),
                        one.what(),
                        one.with(),
                        one.purpose(),
                        one.reason(),
                        one.withoutAgreement(),
                        one.role(),
                        one.due(),
                        one.byId(),
                        one.by(),
                        one.happened(),
                        one.recorded(),
                        one.ended(),
                        one.endedBecause(),
                        one.endedBy()));
    }

    record NewBasis(
            List<UUID> children,
            String basis,
            String special,
            String what,
            String with,
            String purpose,
            String reason,
            boolean withoutAgreement,
            String role,
            @Nullable LocalDate review,
            Instant happened) {}

    UUID ground(TimeOrderedIds ids, SignedInStaff me, UUID family, NewBasis basis, Instant now) {
        var act = ids.next();
        for (var child : basis.children()) {
            sql.sql("""
                            insert into lawful_basis (authority, id, child, basis, shared_what, shared_with, happened_at, recorded_at,
                                                      recorded_by, act, family, special_basis, purpose, reason_words,
                                                      without_agreement, role, review_on)
                            values (:authority, :id, :child, :basis, :what, :with, :happened, :now, :me, :act, :family,
                                    nullif(:special, ''), nullif(:purpose, ''), :reason, :without, nullif(:role, ''),
                                    :review::date)
                            """)
                    .param("authority", me.authority())
                    .param("id", ids.next())
                    .param("child", child)
                    .param("basis", basis.basis())
                    .param("what", basis.what())
                    .param("with", basis.with())
                    .param("happened", Rows.at(basis.happened()))
                    .param("now", Rows.at(now))
                    .param("me", me.staff())
                    .param("act", act)
                    .param("family", family)
                    .param("special", basis.special())
                    .param("purpose", basis.purpose())
                    .param("reason", basis.reason())
                    .param("without", basis.withoutAgreement())
                    .param("role", basis.role())
                    .param("review", basis.review())
                    .update();
        }
        return act;
    }

    /// One looking-again at a ground.
    record Review(
            UUID act,
            String result,
            String words,
            @Nullable LocalDate next,
            String by,
            String role,
            Instant recorded) {}

    List<Review> reviews(List<UUID> acts) {
        return sql.sql("""
                        select r.act, r.result, r.words, r.next_on, s.name as by, r.role, r.recorded_at
                          from sharing_review r
                          join staff s on s.authority = r.authority and s.id = r.reviewed_by
                         where r.act = any(:acts)
                         order by r.recorded_at desc, r.id desc
                        """)
                .param("acts", acts.toArray(UUID[]::new))
                .query((rs, _) -> new Review(
                        rs.getObject("act", UUID.class),
                        rs.getString("result"),
                        rs.getString("words"),
                        rs.getObject("next_on", LocalDate.class),
                        rs.getString("by"),
                        rs.getString("role"),
                        Rows.instant(rs, "recorded_at")))
                .list();
    }

    /// Keeps what a review found; where it does not stand, the ground ends with it.
    UUID review(
            TimeOrderedIds ids,
            SignedInStaff me,
            UUID act,
            String result,
            String words,
            @Nullable LocalDate next,
            String role,
            LocalDate today,
            Instant now) {
        var id = ids.next();
        sql.sql("""
                        insert into sharing_review (authority, id, act, result, words, next_on, reviewed_by, role, recorded_at)
                        values (:authority, :id, :act, :result, :words, :next::date, :me, :role, :now)
                        """)
                .param("authority", me.authority())
                .param("id", id)
                .param("act", act)
                .param("result", result)
                .param("words", words)
                .param("next", next)
                .param("me", me.staff())
                .param("role", role)
                .param("now", Rows.at(now))
                .update();
        if (!result.equals("stands")) {
            sql.sql("""
                            update lawful_basis
                               set ended_on = :today, ended_at = :now, ended_by = :me, ended_because = :words
                             where act = :act
                               and ended_on is null
                            """)
                    .param("today", today)
                    .param("now", Rows.at(now))
                    .param("me", me.staff())
                    .param("words", words)
                    .param("act", act)
                    .update();
        }
        return id;
    }

    // Who must not be told.

    record Exclusion(
            UUID act,
            List<UUID> children,
            String who,
            String what,
            String reason,
            String decidedBy,
            LocalDate from,
            @Nullable LocalDate until,
            String by,
            Instant recorded,
            @Nullable LocalDate ended,
            @Nullable String endedBecause,
            @Nullable String endedBy,
            @Nullable Instant endedAt) {

        boolean standsOn(LocalDate day) {
            return (ended == null || ended.isAfter(day)) && (until == null || !until.isBefore(day));
        }
    }

    List<Exclusion> exclusions(UUID family) {
        return byAct(
                sql.sql("""
                        select x.act, x.child, coalesce(x.organisation, concat_ws(' ', coalesce(p.known_as, p.forename), p.surname)) as who,
                               x.what, x.reason, x.decided_by, x.from_on, x.until_on, s.name as by, x.recorded_at, x.ended_on,
                               x.ended_because, e.name as ended_by, x.ended_at
                          from named_exclusion x
                          left join person p on p.authority = x.authority and p.id = x.person
                          join staff s on s.authority = x.authority and s.id = x.recorded_by
                          left join staff e on e.authority = x.authority and e.id = x.ended_by
                         where x.family = :family
                         order by x.from_on desc, x.act desc, x.child
                        """)
                        .param("family", family)
                        .query((rs, _) -> new Exclusion(
                                rs.getObject("act", UUID.class),
                                List.of(rs.getObject("child", UUID.class)),
                                Isolated.name(rs.getString("who")),
                                rs.getString("what"),
                                rs.getString("reason"),
                                rs.getString("decided_by"),
                                rs.getObject("from_on", LocalDate.class),
                                rs.getObject("until_on", LocalDate.class),
                                rs.getString("by"),
                                Rows.instant(rs, "recorded_at"),
                                rs.getObject("ended_on", LocalDate.class),
                                rs.getString("ended_because"),
                                rs.getString("ended_by"),
                                Rows.maybe(rs, "ended_at")))
                        .list(),
                Exclusion::act,
                (one, other) -> new Exclusion(
                        one.act(),
                        both(one.children(), other.children()),
                        one.who(),
                        one.what(),
                        one.reason(),
                        one.decidedBy(),
                        one.from(),
                        one.until(),
                        one.by(),
                        one.recorded(),
                        one.ended(),
                        one.endedBecause(),
                        one.endedBy(),
                        one.endedAt()));
    }

    record NewExclusion(
            List<UUID> children,
            @Nullable UUID person,
            @Nullable String organisation,
            String what,
            String reason,
            String decidedBy,
            LocalDate from,
            @Nullable LocalDate until) {}

    UUID exclude(TimeOrderedIds ids, SignedInStaff me, UUID family, NewExclusion exclusion, Instant now) {
        var act = ids.next();
        for (var child : exclusion.children()) {
            sql.sql("""
                            insert into named_exclusion (authority, id, act, family, child, person, organisation, what, reason,
                                                         decided_by, from_on, until_on, recorded_at, recorded_by)
                            values (:authority, :id, :act, :family, :child, :person::uuid, :organisation::text, :what, :reason,
                                    :decided, :from, :until::date, :now, :me)
                            """)
                    .param("authority", me.authority())
                    .param("id", ids.next())
                    .param("act", act)
                    .param("family", family)
                    .param("child", child)
                    .param("person", exclusion.person())
                    .param("organisation", exclusion.organisation())
                    .param("what", exclusion.what())
                    .param("reason", exclusion.reason())
                    .param("decided", exclusion.decidedBy())
                    .param("from", exclusion.from())
                    .param("until", exclusion.until())
                    .param("now", Rows.at(now))
                    .param("me", me.staff())
                    .update();
        }
        return act;
    }

    /// Ends an exclusion; false if it has ended already.
    boolean endExclusion(SignedInStaff me, UUID family, UUID act, LocalDate on, String because, Instant now) {
        return sql.sql("""
                        update named_exclusion
                           set ended_on = :on, ended_at = :now, ended_by = :me, ended_because = :because
                         where family = :family
                           and act = :act
                           and ended_on is null
                        """)
                        .param("on", on)
                        .param("now", Rows.at(now))
                        .param("me", me.staff())
                        .param("because", because)
                        .param("family", family)
                        .param("act", act)
                        .update()
                > 0;
    }
}
