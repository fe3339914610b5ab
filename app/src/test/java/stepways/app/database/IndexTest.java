package stepways.app.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The questions that pages ask most are answered from an index in the order they are shown, behind row-level
/// security. The planner is told to avoid all else, so that what it still does says what the indexes cannot.
class IndexTest {

    private static final Viewer COUNCIL = TestDatabase.aNewAuthority();

    private final Database database = TestDatabase.shared();

    /// Where a council has no episodes one index is as good as another.
    @BeforeAll
    static void openEpisodes() throws SQLException {
        TestDatabase.shared().write(COUNCIL, sql -> {
            for (var statement : List.of("""
                    insert into person (authority, id, surname, recorded_at)
                    select :authority, gen_random_uuid(), 'Invented', :now
                      from generate_series(1, 500)
                    """, """
                    insert into child_version (authority, child)
                    select authority, id
                      from person
                    """, """
                    insert into episode (authority, id, child, service, opened_at, recorded_at)
                    select v.authority, gen_random_uuid(), v.child, s.service, :now, :now
                      from child_version v, unnest(array['early-help', 'cin', 'assessment']) as s (service)
                    """)) {
                sql.sql(statement)
                        .param("authority", COUNCIL.authority().value())
                        .param("now", TestRows.at(TestDatabase.NOW))
                        .update();
            }
            return 0;
        });
        try (var owner = DatabaseSetup.connect(TestDatabase.server(), "stepways_test", DatabaseSetup.OWNER);
                var statement = owner.createStatement()) {
            statement.execute("analyze episode");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("questions")
    void is_answered_from_an_index(String index, String question) {
        var plan = database.read(COUNCIL, sql -> {
            sql.sql("set local enable_seqscan = off").update();
            sql.sql("set local enable_bitmapscan = off").update();
            sql.sql("set local enable_sort = off").update();
            return String.join(
                    "\n",
                    sql.sql("explain (costs off) " + question)
                            .query(String.class)
                            .list());
        });

        assertThat(plan)
                .contains(index)
                .contains("Index Cond: ((authority = current_setting('stepways.authority'::text, true))")
                .doesNotContain("Seq Scan", "Sort");
    }

    static Stream<Arguments> questions() {
        return Stream.of(
                Arguments.of("a_child_is_open_once_to_a_service", """
                        select service
                          from episode
                         where child = '00000000-0000-7000-8000-000000000001'
                           and closed_at is null
                         order by service
                        """),
                Arguments.of("work_of_staff_by_due_date", """
                        select run, item
                          from work_item
                         where staff = '00000000-0000-7000-8000-000000000001'
                         order by due_at, run, item
                         limit 50
                        """),
                Arguments.of("work_of_staff_by_due_date", """
                        select run, item
                          from work_item
                         where staff = '00000000-0000-7000-8000-000000000001'
                           and (due_at, run, item) > ('2026-04-07T09:00:00Z', '00000000-0000-7000-8000-000000000001', 'a')
                         order by due_at, run, item
                         limit 50
                        """),
                Arguments.of("work_of_a_team_oldest_first", """
                        select run, item
                          from work_item
                         where team = 'duty-team'
                         order by arrived_at, run, item
                         limit 50
                        """),
                Arguments.of("work_whose_due_date_is_not_yet_recorded", """
                        select run, item
                          from work_item
                         where due_at <= '2026-04-07T09:00:00Z'
                           and overdue_recorded_at is null
                         order by due_at, run, item
                         limit 100
                        """),
                Arguments.of("runs_of_a_child", """
                        select run
                          from run_child
                         where child = '00000000-0000-7000-8000-000000000001'
                         order by joined_at
                        """),
                Arguments.of("an_event_has_its_place_in_its_run", """
                        select seq, type, payload
                          from run_event
                         where run = '00000000-0000-7000-8000-000000000001'
                         order by seq
                        """),
                Arguments.of("allocations_of_a_child", """
                        select part, staff
                          from allocation
                         where child = '00000000-0000-7000-8000-000000000001'
                         order by held_from
                        """),
                Arguments.of("a_person_has_a_token_once", """
                        select person
                          from person_name_token
                         where kind = 'spelling'
                           and token >= 'inve'
                           and token < 'invf'
                         order by token, person
                         limit 50
                        """),
                Arguments.of("people_by_birth_date", """
                        select id
                          from person
                         where birth_date = '2016-05-04'
                         order by id
                         limit 50
                        """),
                Arguments.of("messages_to_send", """
                        select id
                          from outbox
                         where sent_at is null
                           and cancelled_at is null
                           and (held_at is null or released_at is not null)
                           and send_after <= '2026-04-07T09:00:00Z'
                         order by send_after, id
                         limit 20
                        """),
                Arguments.of("sittings_of_a_forum", """
                        select id
                          from sitting
                         where forum = 'locality-meeting'
                           and sits_at >= '2026-04-07T09:00:00Z'
                         order by sits_at, id
                         limit 20
                        """),
                Arguments.of("facts_of_a_child", """
                        select key, value
                          from child_fact
                         where child = '00000000-0000-7000-8000-000000000001'
                         order by key, happened_at, recorded_at
                        """),
                Arguments.of("reads_of_a_person", """
                        select staff, act, at
                          from access_log
                         where person = '00000000-0000-7000-8000-000000000001'
                         order by at desc
                         limit 50
                        """));
    }
}
