package stepways.app.borough;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.TestDatabase;
import stepways.app.database.Viewer;
import stepways.app.imports.Progress;
import stepways.app.record.Verification;

/// The borough is built once, on a Tuesday morning, and then looked at from all sides.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BoroughTest {

    private static final Path ROOT = Path.of("..");
    private static final InstantSource TUESDAY = InstantSource.fixed(Instant.parse("2026-11-24T11:30:00Z"));

    private Database database;

    @BeforeAll
    void build() {
        database = Database.open(TestDatabase.recreate("stepways_borough"));
        var borough = borough(database);
        assertThat(borough.state()).isEqualTo(Borough.State.ABSENT);
        borough.build();
        assertThat(borough.state()).isEqualTo(Borough.State.READY);
    }

    @AfterAll
    void close() {
        database.close();
        TestDatabase.drop("stepways_borough");
    }

    private static Borough borough(Database database) {
        return new Borough(database, ROOT, TUESDAY, new Progress(System.err::println));
    }

    private long count(String authority, String query) {
        return database.<Long>read(
                new Viewer.Job(new AuthorityId(authority), "test"),
                sql -> sql.sql("select count(*) from " + query)
                        .query(Long.class)
                        .single());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ashmere", "brackwater", "carrowby", "dunmarsh"})
    void every_child_who_is_open_to_something_has_exactly_one_accountable_holder(String authority) {
        assertThat(count(authority, """
                (select e.child
                   from (select distinct child from episode where closed_at is null
                         union
                         select child from run_child where left_at is null) e
                   left join allocation a on a.child = e.child and a.part = 'lead' and a.held_until is null
                  group by e.child
                 having count(a.id) <> 1) wrong
                """)).isZero();
        assertThat(count(authority, "(select distinct child from episode where closed_at is null) open"))
                .isGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ashmere", "brackwater", "carrowby", "dunmarsh"})
    void everything_that_waits_has_an_owner_who_is_there(String authority) {
        assertThat(count(authority, "work_item")).isGreaterThan(20);
        assertThat(count(authority, """
                work_item w
                 where w.staff is null
                   and not exists (select from staff_role r where r.team = w.team and r.held_until is null)
                """)).isZero();
        assertThat(count(authority, """
                run r
                 where r.status = 'open'
                   and not exists (select from work_item w where w.run = r.id)
                """)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ashmere", "brackwater", "carrowby", "dunmarsh"})
    void the_record_of_the_quarter_is_whole(String authority) {
        var viewer = new Viewer.Job(new AuthorityId(authority), "test");

        var result = database.read(viewer, sql -> Verification.of(sql, viewer.authority()));

        assertThat(result.findings()).isEmpty();
        assertThat(result.runs()).isGreaterThan(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ashmere", "brackwater", "carrowby", "dunmarsh"})
    void nothing_in_it_lies_in_the_future_but_what_is_due(String authority) {
        assertThat(count(authority, "run_event where recorded_at > timestamptz '2026-11-24T11:30:00Z'"))
                .isZero();
        assertThat(count(authority, "source_contact where received_on > date '2026-11-23'"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ashmere", "brackwater", "carrowby", "dunmarsh"})
    void some_children_wait_for_a_named_practitioner_and_most_have_one(String authority) {
        assertThat(count(
                        authority,
                        "allocation where held_until is null and part = 'lead' and duty_of_team is not null"))
                .isBetween(1L, 30L);
        assertThat(count(authority, "allocation where held_until is null and part = 'lead' and staff is not null"))
                .isGreaterThan(30);
    }

    @Test
    void a_dozen_families_are_on_the_agenda_of_the_coming_tuesday() {
        assertThat(count("brackwater", """
                sitting_item i
                  join sitting s on s.id = i.sitting
                 where s.forum = 'locality-meeting'
                   and s.sits_at = timestamptz '2026-11-24 14:00 Europe/London'
                   and i.status = 'listed'
                """)).isBetween(12L, 16L);
    }

    @Test
    void meetings_that_are_over_were_held() {
        assertThat(
                        count(
                                "brackwater",
                                "sitting where sits_at < timestamptz '2026-11-23 00:00Z' and status = 'held' and chair is not null"))
                .isGreaterThan(3);
        assertThat(count(
                        "brackwater", "sitting where sits_at < timestamptz '2026-11-23 00:00Z' and status = 'planned'"))
                .as("only what was put off and not heard since")
                .isLessThanOrEqualTo(1);
    }

    @Test
    void a_checkpoint_is_due_today() {
        assertThat(count("ashmere", """
                work_item where item = 'item:checkpoint' and (due_at at time zone 'Europe/London' - interval '1 second')::date = date '2026-11-24'
                """)).isEqualTo(1);
    }

    @Test
    void a_dispute_has_hours_left_and_a_handover_is_overdue() {
        assertThat(count("brackwater", """
                work_item where item like 'dispute:%' and due_at between timestamptz '2026-11-24T11:30:00Z' and timestamptz '2026-11-25T01:00:00Z'
                """)).isEqualTo(1);
        assertThat(
                        count(
                                "brackwater",
                                "work_item where item = 'item:handover-meeting' and due_at < timestamptz '2026-11-24T11:30:00Z'"))
                .isGreaterThan(0);
    }

    @Test
    void the_cases_that_no_extract_holds_are_there() {
        assertThat(count("ashmere", "person where forename = 'ليلى' and known_as = 'Layla Haddad'"))
                .isEqualTo(1);
        assertThat(count("brackwater", "person where birth_date is null and expected_birth_date > date '2026-11-24'"))
                .isEqualTo(1);
        assertThat(count(
                        "brackwater",
                        "child_fact where key = 'final-hearing' and value > '2026-11-24' and source = 'invented'"))
                .isGreaterThan(0);
        assertThat(count("brackwater", "address_withheld")).isEqualTo(1);
        assertThat(count("brackwater", "person where died_on is not null")).isEqualTo(1);
        assertThat(count("brackwater", "run_event where type = 'corrected'")).isEqualTo(1);
        assertThat(count("brackwater", "run_event where recorded_at - happened_at > interval '6 days'"))
                .isGreaterThan(0);
        assertThat(count(
                        "brackwater",
                        "(select child from run_child where left_at is null group by child having count(*) > 1) two"))
                .isGreaterThan(0);
        assertThat(count("ashmere", "run where kind = 'urgent' and status = 'open'"))
                .isGreaterThan(0);
        assertThat(count("ashmere", "harm_call where confirmed_at is not null")).isEqualTo(1);
    }

    @Test
    void three_stories_are_offered_each_with_somebody_to_sign_in_as() {
        assertThat(Stories.all(database)).hasSize(3).allSatisfy(story -> {
            assertThat(story.what()).contains(story.run()).doesNotContain("{run}");
            assertThat(count(
                            story.authority(),
                            "staff where id = '" + story.staff() + "' and name = '" + story.person() + "'"))
                    .isEqualTo(1);
        });
    }

    @Test
    void the_sign_in_page_can_sign_in_as_whom_a_story_names() {
        assertThat(new BoroughStories(database).stories())
                .extracting(story -> story.person().id())
                .containsExactlyElementsOf(Stories.all(database).stream()
                        .map(story -> story.authority() + ":" + story.staff())
                        .toList());
    }

    @Test
    void keeping_it_up_on_the_same_day_changes_nothing() {
        var before = everything("ashmere");

        borough(database).keepUp();

        assertThat(everything("ashmere")).isEqualTo(before);
    }

    private String everything(String authority) {
        return database.read(
                new Viewer.Job(new AuthorityId(authority), "test"),
                sql -> sql.sql("""
                        select md5(string_agg(line, '' order by line))
                          from (select t::text as line from staff t
                                union all select t::text from staff_role t
                                union all select t::text from duty_rota t
                                union all select t::text from team t
                                union all select t::text from authority t
                                union all select pack_hash from kept_procedure) all_of_it
                        """).query(String.class).single());
    }

    @Test
    void the_same_day_makes_the_same_borough() {
        assertThat(quarter("coventry", TUESDAY)).isEqualTo(quarter("coventry", TUESDAY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-28T23:10:00Z", "2026-12-28T07:05:00Z"})
    void it_can_be_built_at_a_weekend_and_on_a_bank_holiday(String moment) {
        assertThat(quarter("dorset", InstantSource.fixed(Instant.parse(moment))))
                .isNotEmpty();
    }

    /// What happened, without identifiers.
    private static List<String> quarter(String pack, InstantSource clock) {
        try (var other = Database.open(TestDatabase.recreate("stepways_borough_again"))) {
            new Borough(other, ROOT, clock, new Progress(System.err::println), pack).build();
            var authority = pack.equals("coventry") ? "dunmarsh" : "brackwater";
            return other.read(
                    new Viewer.Job(new AuthorityId(authority), "test"),
                    sql -> sql.sql("""
                            select e.type || ' ' || e.happened_at || ' ' || e.recorded_at || ' ' || s.name || ' ' || e.role
                              from run_event e
                              join staff s on s.id = e.by_staff
                              join run r on r.id = e.run
                             order by e.recorded_at, r.pathway, e.seq, s.name
                            """).query(String.class).list());
        } finally {
            TestDatabase.drop("stepways_borough_again");
        }
    }

    @Test
    void a_step_that_the_procedure_refuses_ends_the_building_and_says_why() {
        var script = ScriptReader.read("refused.yaml", """
                authority: elsewhere
                name: Elsewhere
                pack: coventry
                stories:
                  - story: too-quick
                    open: neighbourhoods
                    door: step-down.from-neighbourhood
                    begins: 5 working days ago 10:00
                    steps: [{half: step-down-agreed, by: early-help-worker}, handed-over]
                """);
        try (var other = Database.open(TestDatabase.recreate("stepways_borough_refused"))) {
            var borough = new Borough(other, ROOT, TUESDAY, new Progress(System.err::println), List.of(script));

            assertThatThrownBy(borough::build)
                    .isInstanceOf(ScriptBroken.class)
                    .hasMessageContaining("elsewhere, story 'too-quick'")
                    .hasMessageContaining("NOT_YOUR_ROLE")
                    .hasMessageContaining("COV-08");
            assertThat(borough.state()).isEqualTo(Borough.State.UNFINISHED);
        } finally {
            TestDatabase.drop("stepways_borough_refused");
        }
    }

    @Test
    void a_mistake_in_a_script_is_shown_with_its_line() {
        assertThatThrownBy(() -> ScriptReader.read("wrong.yaml", """
                authority: elsewhere
                stories:
                  - story: one
                    stepz: []
                """))
                .isInstanceOf(ScriptBroken.class)
                .hasMessageContaining("wrong.yaml:4:")
                .hasMessageContaining("stepz");
    }
}
