package stepways.app.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.StaffId;
import stepways.app.database.TestDatabase;
import stepways.app.database.TimeOrderedIds;
import stepways.app.database.Viewer;
import stepways.engine.policy.Policy;
import stepways.engine.run.Actor;
import stepways.packs.Packs;

class AuthoritySetupTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 4, 7);
    private static final Instant TUESDAY_NOON = Instant.parse("2026-04-07T11:00:00Z");
    private static final Instant EASTER_MONDAY_NOON = Instant.parse("2026-04-06T11:00:00Z");
    private static final Instant TUESDAY_NIGHT = Instant.parse("2026-04-07T22:00:00Z");

    private final Database database = TestDatabase.shared();
    private final Viewer.Job viewer = TestDatabase.aNewAuthority();
    private final InstantSource clock = InstantSource.fixed(TUESDAY_NOON);
    private final AuthoritySetup setup = new AuthoritySetup(database, new TimeOrderedIds(clock), clock);
    private final Policy policy =
            Packs.load(Path.of("..", "policy-packs")).pack("icrt").orElseThrow().policy();

    private AuthoritySetup.Plan plan(LocalDate today) {
        return AuthoritySetup.everyRole(viewer.authority(), "Invented council", policy, today);
    }

    @Test
    void somebody_holds_each_role_of_the_procedure() {
        var staffing = setup.apply(plan(TODAY));

        for (var role : AuthoritySetup.allRoles(policy).values()) {
            if (role.anyOf().isEmpty() && !role.anyone()) {
                assertThat(actor(staffing.holder(role.name()), TUESDAY_NOON).grants())
                        .extracting(Actor.Grant::role)
                        .contains(role.name());
            }
        }
        assertThat(staffing.holders("social-worker")).hasSize(2);
    }

    @Test
    void one_person_answers_for_a_team_by_day_and_another_by_night_and_on_bank_holidays() {
        setup.apply(plan(TODAY));

        var byDay = onDuty("duty-team", TUESDAY_NOON);

        assertThat(onDuty("duty-team", TUESDAY_NIGHT)).isNotEqualTo(byDay);
        assertThat(onDuty("duty-team", EASTER_MONDAY_NOON)).isEqualTo(onDuty("duty-team", TUESDAY_NIGHT));
    }

    @Test
    void doing_it_again_changes_nothing() {
        var first = setup.apply(plan(TODAY)).byRole();
        var before = everything();

        var second = setup.apply(plan(TODAY)).byRole();

        assertThat(second).isEqualTo(first);
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void a_rota_written_later_joins_on_to_the_earlier_one() {
        setup.apply(plan(TODAY));

        setup.apply(plan(TODAY.plusDays(6)));

        assertThat(gapsInTheRota()).isZero();
    }

    @Test
    void another_authority_sees_none_of_it() {
        setup.apply(plan(TODAY));

        var other = new Viewer.Job(new AuthorityId("another-one"), "test");

        assertThat(database.<Long>read(
                        other,
                        sql -> sql.sql("select count(*) from staff")
                                .query(Long.class)
                                .single()))
                .isZero();
    }

    private Actor actor(StaffId staff, Instant now) {
        return database.read(viewer, sql -> new Grants(sql).actor(policy, staff, now));
    }

    private UUID onDuty(String team, Instant at) {
        return database.read(
                viewer,
                sql -> sql.sql("""
                        select staff from duty_rota where team = :team and on_from <= :at::timestamptz and on_until > :at::timestamptz
                        """)
                        .param("team", team)
                        .param("at", at.toString())
                        .query(UUID.class)
                        .single());
    }

    private String everything() {
        return database.read(viewer, sql -> sql.sql("""
                        select md5(string_agg(line, E'\\n' order by line))
                          from (select t::text as line from staff t
                                union all select t::text from team t
                                union all select t::text from staff_role t
                                union all select t::text from duty_rota t
                                union all select t::text from authority t) all_of_it
                        """).query(String.class).single());
    }

    private long gapsInTheRota() {
        return database.read(viewer, sql -> sql.sql("""
                        select count(*)
                          from (select on_until, lead(on_from) over (partition by team order by on_from) as next from duty_rota) turns
                         where next is not null and next <> on_until
                        """).query(Long.class).single());
    }
}
