package stepways.app.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stepways.app.access.AuthoritySetup;
import stepways.app.database.Database;
import stepways.app.database.TestDatabase;
import stepways.app.database.TimeOrderedIds;
import stepways.app.database.Viewer;
import stepways.engine.policy.Policy;
import stepways.packs.Packs;

class SsdImportTest {

    private static final Path BOROUGH = Path.of("..", "samples", "synthetic-borough");
    private static final Path EXTRACT = BOROUGH.resolve("ssd_extract");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-04-07T09:00:00Z"));
    private static final Policy ICRT =
            Packs.load(Path.of("..", "policy-packs")).pack("icrt").orElseThrow().policy();

    private final Database database = TestDatabase.shared();
    private final Viewer.Job viewer = TestDatabase.aNewAuthority();
    private final TimeOrderedIds ids = new TimeOrderedIds(CLOCK);

    @TempDir
    private Path folder;

    @BeforeEach
    void set_the_authority_up() throws IOException {
        new AuthoritySetup(database, ids, CLOCK)
                .apply(AuthoritySetup.everyRole(
                        viewer.authority(), "Invented council", ICRT, LocalDate.of(2026, 4, 7)));
        try (var files = Files.list(EXTRACT)) {
            for (var file : files.toList()) {
                Files.copy(file, folder.resolve(String.valueOf(file.getFileName())));
            }
        }
    }

    private static Mapping mapping(String more) throws IOException {
        var text = Files.readString(BOROUGH.resolve("mappings/icrt.yaml")) + more;
        var read = MappingReader.read("icrt.yaml", text, ICRT);
        assertThat(read.problems()).isEmpty();
        return read.mapping().orElseThrow();
    }

    private SsdImport.Answer run() throws IOException {
        return run(mapping(""), 0);
    }

    private SsdImport.Answer run(Mapping mapping, int shift) {
        return new SsdImport(database, ids, CLOCK, new Progress(System.err::println))
                .run(new SsdImport.Job(viewer.authority(), folder, "sample", mapping, shift));
    }

    private List<String> problems() throws IOException {
        return problems(run());
    }

    private static List<String> problems(SsdImport.Answer answer) {
        assertThat(answer).isInstanceOf(SsdImport.Answer.Refused.class);
        return ((SsdImport.Answer.Refused) answer)
                .problems().stream().map(RowProblem::toString).toList();
    }

    private void change(String file, String from, String to) throws IOException {
        var path = folder.resolve(file);
        var text = Files.readString(path);
        assertThat(text).contains(from);
        Files.writeString(path, text.replace(from, to));
    }

    private long count(String query) {
        return database.<Long>read(
                viewer,
                sql -> sql.sql("select count(*) from " + query)
                        .query(Long.class)
                        .single());
    }

    private String everything() {
        return database.read(viewer, sql -> {
            var tables = sql.sql("""
                            select c.relname
                              from pg_class c
                             where c.relnamespace = 'stepways'::regnamespace
                               and c.relkind = 'r'
                               and c.relrowsecurity
                               and has_table_privilege(c.oid, 'select')
                               and c.relname not like 'import%'
                             order by c.relname
                            """).query(String.class).list();
            var all = new TreeMap<String, String>();
            for (var table : tables) {
                all.put(
                        table,
                        sql.sql(
                                        "select count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' order by t::text)), '') from "
                                                + table + " t")
                                .query(String.class)
                                .single());
            }
            return all.toString().replace(", ", "\n");
        });
    }

    @Test
    void the_sample_comes_in_whole() throws IOException {
        assertThat(run()).isInstanceOf(SsdImport.Answer.Imported.class);

        assertThat(count("person")).isEqualTo(92);
        assertThat(count("family")).isEqualTo(62);
        assertThat(count("family_member")).isEqualTo(92);
    }

    @Test
    void the_same_files_again_are_recognised_and_change_nothing() throws IOException {
        run();
        var before = everything();

        assertThat(run()).isInstanceOf(SsdImport.Answer.AlreadyImported.class);

        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void the_same_rows_in_other_files_change_nothing() throws IOException {
        run();
        var before = everything();
        change("ssd_person.csv", "pers_person_id", "\uFEFFPERS_PERSON_ID");

        assertThat(run()).isInstanceOf(SsdImport.Answer.Imported.class);

        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void a_newer_extract_closes_what_has_closed_and_nothing_else() throws IOException {
        run();
        change(
                "ssd_early_help_episodes.csv",
                "E100003,100071,2025-06-04 00:00:00,,Family support,,",
                "E100003,100071,2025-06-04 00:00:00,2026-04-01 00:00:00,Family support,Outcomes met,");

        run();

        assertThat(count("episode where source_id = 'early-help:E100003' and closed_because = 'met'"))
                .isEqualTo(1);
        assertThat(
                        count(
                                "allocation a join person p on p.id = a.child where p.authority_person_id = '100071' and a.held_until is null"))
                .isZero();
        assertThat(count("episode where closed_at is null and service = 'early-help'"))
                .isEqualTo(25);
    }

    @Test
    void one_bad_row_and_nothing_comes_in() throws IOException {
        change("ssd_cin_plans.csv", "PL100002,R100002,100141,2025-11-20", "PL100002,R100002,100141,2025-13-20");

        assertThat(problems())
                .containsExactly(
                        "ssd_cin_plans.csv, row 3, cinp_cin_plan_start_date: expected a date such as 2026-03-31 or 31/03/2026, found '2025-13-20 00:00:00'");

        assertThat(count("person")).isZero();
        assertThat(count("source_contact")).isZero();
        assertThat(
                        count(
                                "import_row_error where file = 'ssd_cin_plans.csv' and row_number = 3 and field = 'cinp_cin_plan_start_date'"))
                .isEqualTo(1);
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() throws IOException {
        change("ssd_person.csv", "100031,Ben,Placeholder,F", "100021,Ben,Placeholder,X");
        change("ssd_contacts.csv", "C100001,100011,2025-12-05", "C100001,100011,2031-12-05");
        change("ssd_early_help_episodes.csv", "Outcomes met", "Moved to Mars");

        var said = problems();

        assertThat(said)
                .contains("ssd_person.csv, row 4, pers_sex: expected M, F or U, found 'X'")
                .contains("ssd_person.csv, row 4, pers_person_id: the id 100021 stands in an earlier row too")
                .contains("ssd_contacts.csv, row 2, cont_contact_date: 2031-12-05 lies in the future")
                .anySatisfy(line -> assertThat(line)
                        .contains("the reason 'Moved to Mars' is not in the mapping (early-help-ends)"));
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '|', textBlock = """
            100011,Tess,Dummyworth | 100011,"=HYPERLINK(""http://x"")",Dummyworth | row 2, pers_forename: begins with '=': a spreadsheet would run this as a formula
            100011,Tess,Dummyworth | 100011,Tess, | row 2, pers_surname: is empty; a person needs a name
            100011,Tess,Dummyworth | -2+3,Tess,Dummyworth | row 2, pers_person_id: an id holds letters, digits and . _ : / - only; found '-2+3'
            2018-03-13 00:00:00 | 13.3.2018 | row 2, pers_dob: expected a date such as 2026-03-31 or 31/03/2026, found '13.3.2018'
            2018-03-13 00:00:00 | 0018-03-13 | row 2, pers_dob: a year that cannot be meant: 0018-03-13
            2018-03-13 00:00:00,,,, | 2018-03-13,,, | row 2: has 14 cells where the heading has 15
            pers_dob | birth | row 1, pers_dob: this column is missing
            pers_dob | pers_sex | row 1, pers_sex: this heading stands there twice
            """)
    void a_bad_cell_is_named_with_its_row_and_column(String from, String to, String problem) throws IOException {
        change("ssd_person.csv", from, to);

        assertThat(problems()).contains("ssd_person.csv, " + problem);
    }

    @Test
    void text_of_another_encoding_is_found_with_its_line() throws IOException {
        change("ssd_person.csv", "Gita", "Gîta");
        var file = folder.resolve("ssd_person.csv");
        Files.write(file, Files.readString(file).getBytes(StandardCharsets.ISO_8859_1));

        assertThat(problems())
                .containsExactly(
                        "ssd_person.csv, row 3: is not UTF-8 (byte EE): export it so, or name its encoding in the mapping");
    }

    @Test
    void another_encoding_may_be_named() throws IOException {
        change("ssd_person.csv", "Gita", "Gîta");
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.write(file, Files.readString(file).getBytes("windows-1252"));
            }
        }

        run(mapping("encoding: windows-1252\n"), 0);

        assertThat(count("person where forename = 'Gîta'")).isEqualTo(2);
    }

    @Test
    void a_utf_16_file_is_recognised() throws IOException {
        var file = folder.resolve("ssd_person.csv");
        Files.write(file, Files.readString(file).getBytes(StandardCharsets.UTF_16LE));

        assertThat(problems())
                .containsExactly("ssd_person.csv: is UTF-16: export it as UTF-8, or name its encoding in the mapping");
    }

    @Test
    void a_row_that_never_ends_is_refused_without_being_held() throws IOException {
        var file = folder.resolve("ssd_family.csv");
        Files.writeString(file, Files.readString(file) + "FT999,\"" + "x".repeat(5_000_000));

        assertThat(problems())
                .anySatisfy(line -> assertThat(line).startsWith("ssd_family.csv, row 94: cannot be read as CSV"));
    }

    @Test
    void of_very_many_problems_the_first_are_kept() throws IOException {
        var rows = new StringBuilder("fami_table_id,fami_family_id,fami_person_id\n");
        IntStream.range(0, 20_000)
                .forEach(i -> rows.append("FT,F,nobody").append(i).append('\n'));
        Files.writeString(folder.resolve("ssd_family.csv"), rows.toString());

        var refused = (SsdImport.Answer.Refused) run();

        assertThat(refused.count()).isEqualTo(20_000);
        assertThat(refused.problems()).hasSize(RowProblems.KEPT);
        assertThat(count("import_row_error")).isEqualTo(RowProblems.KEPT);
    }

    @Test
    void without_people_nothing_can_be_read() throws IOException {
        Files.delete(folder.resolve("ssd_person.csv"));

        assertThat(problems())
                .containsExactly("ssd_person.csv: is missing: without the people nothing else can be read");
    }

    @Test
    void comments_beside_an_outcome_are_never_kept() throws IOException {
        change(
                "ssd_contacts.csv",
                "\"\"COMMENTS\"\": \"\"\"\"",
                "\"\"COMMENTS\"\": \"\"a secret that must not travel\"\"");

        assertThat(run()).isInstanceOf(SsdImport.Answer.Imported.class);

        assertThat(count("source_contact t where t::text like '%secret%'")).isZero();
        assertThat(count("source_contact where 'NEW_REFERRAL' = any(outcomes)")).isEqualTo(77);
    }

    @Test
    void every_child_who_is_open_to_something_has_exactly_one_holder() throws IOException {
        run();

        assertThat(count("""
                (select e.child
                   from (select distinct child from episode where closed_at is null) e
                   left join allocation a on a.child = e.child and a.part = 'lead' and a.held_until is null
                  group by e.child
                 having count(a.id) <> 1) wrong
                """)).isZero();
        assertThat(count("(select distinct child from episode where closed_at is null) open"))
                .isGreaterThan(50);
    }

    @Test
    void a_child_whose_worker_is_a_placeholder_is_held_by_the_duty_holder_of_the_team() throws IOException {
        run();

        assertThat(count("allocation where service = 'early-help' and staff is not null"))
                .isZero();
        assertThat(
                        count(
                                "allocation where service = 'early-help' and held_until is null and duty_of_team = 'early-help-locality'"))
                .isGreaterThan(10);
        assertThat(count("staff where authority_staff_id = 'SSD_PH'")).isZero();
        assertThat(
                        count(
                                "allocation a join staff s on s.id = a.staff where s.authority_staff_id = 'W1001' and a.worker_role = 'social-worker'"))
                .isGreaterThan(0);
    }

    @Test
    void every_date_of_an_invented_extract_moves_together() throws IOException {
        run(mapping(""), 7);

        assertThat(count("person where authority_person_id = '100011' and birth_date = date '2018-03-20'"))
                .isEqualTo(1);
        assertThat(count("source_contact where source_id = 'C100001' and received_on = date '2025-12-12'"))
                .isEqualTo(1);
    }

    @Test
    void people_are_found_by_their_names_and_by_new_ones_when_a_name_has_changed() throws IOException {
        run();
        assertThat(
                        count(
                                "person_name_token t join person p on p.id = t.person where t.kind = 'spelling' and t.token = 'dummyworth' and p.authority_person_id = '100011'"))
                .isEqualTo(1);
        change("ssd_person.csv", "100011,Tess,Dummyworth", "100011,Tess,Newname");

        run();

        assertThat(
                        count(
                                "person_name_token t join person p on p.id = t.person where t.kind = 'spelling' and t.token = 'newname' and p.authority_person_id = '100011'"))
                .isEqualTo(1);
        assertThat(
                        count(
                                "person_name_token t join person p on p.id = t.person where t.token = 'dummyworth' and p.authority_person_id = '100011'"))
                .isZero();
    }

    @Test
    void two_people_are_never_made_one_by_an_id_of_another_system() throws IOException {
        run();
        var rows = "link_table_id,link_person_id,link_identifier_type,link_identifier_value\nL1,100011,UPN,A1\n";
        Files.writeString(folder.resolve("ssd_linked_identifiers.csv"), rows);
        run();

        Files.writeString(folder.resolve("ssd_linked_identifiers.csv"), rows.replace("100011", "100021"));

        assertThat(problems())
                .containsExactly(
                        "ssd_person.csv, pers_person_id: the upn id of person 100021 belongs to person 100011");
    }

    @Test
    void somebody_known_by_another_id_is_matched_and_not_made_anew() throws IOException {
        database.write(
                viewer,
                sql -> sql.sql("""
                        with p as (insert into person (authority, id, forename, surname, recorded_at)
                                   values (:authority, :id, 'T.', 'Dummyworth', now()) returning authority, id)
                        insert into person_external_id (authority, system, external_id, person)
                        select authority, 'upn', 'A1', id from p
                        """)
                        .param("authority", viewer.authority().value())
                        .param("id", ids.next())
                        .update());
        Files.writeString(
                folder.resolve("ssd_linked_identifiers.csv"),
                "link_table_id,link_person_id,link_identifier_type,link_identifier_value\nL1,100011,UPN,A1\n");

        run();

        assertThat(count("person")).isEqualTo(92);
        assertThat(
                        count(
                                "person p join person_external_id e on e.person = p.id where p.authority_person_id = '100011' and p.forename = 'Tess'"))
                .isEqualTo(1);
    }

    @Test
    void plain_words_for_an_outcome_are_read_through_the_mapping() throws IOException {
        Files.writeString(
                folder.resolve("ssd_contacts.csv"),
                "cont_contact_id,cont_person_id,cont_contact_date,cont_contact_source_desc,cont_contact_outcome_json\n"
                        + "C1,100011,05/12/2025,POLICE,EH Referral\nC2,100021,06/12/2025,POLICE,NULL\n");

        run(mapping("contact-outcomes: {EH Referral: EARLY_HELP}\n"), 0);

        assertThat(
                        count(
                                "source_contact where source_id = 'C1' and source_code = '6' and outcomes = array['EARLY_HELP']"))
                .isEqualTo(1);
        assertThat(count("source_contact where source_id = 'C2' and outcomes = '{}'"))
                .isEqualTo(1);
    }

    @Test
    void people_at_one_address_are_a_household_and_move_between_them() throws IOException {
        var heading = "addr_table_id,addr_address_json,addr_person_id,addr_address_start_date,addr_address_end_date\n";
        var elm = "\"{\"\"HOUSE\"\": \"\"1\"\", \"\"STREET\"\": \"\"Elm Row\"\", \"\"POSTCODE\"\": \"\"zz1 1zz\"\"}\"";
        var oak = elm.replace("Elm Row", "Oak Row");
        Files.writeString(
                folder.resolve("ssd_address.csv"),
                heading + "A1," + elm + ",100061,2025-01-01,\nA2," + elm + ",100062,2025-01-01,\n");
        run();
        assertThat(count("household")).isEqualTo(1);
        assertThat(count("address where postcode = 'ZZ1 1ZZ' and lines = '1, Elm Row'"))
                .isEqualTo(1);

        Files.writeString(
                folder.resolve("ssd_address.csv"),
                heading + "A1," + elm + ",100061,2025-01-01,\nA2," + oak + ",100062,2026-01-01,\n");
        run();

        assertThat(count("household")).isEqualTo(2);
        assertThat(count("household_member where lived_until is null")).isEqualTo(2);
        assertThat(count("household_member where lived_until = date '2026-01-01'"))
                .isEqualTo(1);
    }
}
