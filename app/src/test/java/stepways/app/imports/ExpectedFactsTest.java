package stepways.app.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import stepways.app.access.AuthoritySetup;
import stepways.app.database.Database;
import stepways.app.database.TestDatabase;
import stepways.app.database.TimeOrderedIds;
import stepways.app.database.Viewer;
import stepways.app.worklist.Unnamed;
import stepways.packs.Packs;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every figure that was worked out from the files of the sample borough comes out of the imported rows too.
class ExpectedFactsTest {

    private static final Path BOROUGH = Path.of("..", "samples", "synthetic-borough");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-04-07T09:00:00Z"));

    /// A referral no later than a year after the one before it.
    private static final String AGAIN = """
            (select child, referred_on - lag(referred_on) over (partition by child order by referred_on) as days from source_referral) r
             where days <= 365
            """;

    /// Early help that began within thirty days of a referral's closing.
    private static final String HELP_WITHIN_30_DAYS = """
            exists (select from episode e
                     where e.child = r.child and e.service = 'early-help'
                       and (e.opened_at at time zone 'Europe/London')::date - r.closed_on between 0 and 30)
            """;

    /// A referral made within two weeks of the end of early help.
    private static final String UP_FROM_HELP = """
            exists (select from episode e
                     where e.child = r.child and e.service = 'early-help'
                       and r.referred_on - (e.closed_at at time zone 'Europe/London')::date between 0 and 14)
            """;

    private static final Map<String, String> COUNTS = counts();

    private static Map<String, String> counts() {
        var all = new LinkedHashMap<String, String>();
        all.put("children (ssd_person rows)", "person");
        all.put("families", "family");
        all.put("contacts", "source_contact");
        all.put("early help episodes", "episode where service = 'early-help'");
        all.put("EH episodes open at 2026-03-31", "episode where service = 'early-help' and closed_at is null");
        all.put("referrals", "source_referral");
        all.put("children referred", "(select distinct child from source_referral) r");
        all.put("referrals NFA", "source_referral where no_action");
        all.put("re-referrals (referral <=12 months after the same child previous referral date)", AGAIN);
        all.put("step-ups (referral 0-14 days after an EH episode end)", "source_referral r where " + UP_FROM_HELP);
        all.put("referrals with source 5D", "source_referral where source_code = '5D'");
        all.put(
                "step-downs evidenced (closure RC7/RC8/RC9 with EH start 0-30 days after)",
                "source_referral r where close_code in ('RC7', 'RC8', 'RC9') and " + HELP_WITHIN_30_DAYS);
        all.put("  of which RC9", "source_referral r where close_code = 'RC9' and " + HELP_WITHIN_30_DAYS);
        all.put(
                "  of which RC7 (after a CIN plan)",
                "source_referral r where close_code = 'RC7' and exists (select from source_plan p where p.referral = r.source_id) and "
                        + HELP_WITHIN_30_DAYS);
        all.put(
                "RC9 closures with NO EH episode start within 30 days (lost handovers)",
                "source_referral r where close_code = 'RC9' and not " + HELP_WITHIN_30_DAYS);
        all.put(
                "step-downs followed by a re-referral within 12 months of closure",
                "source_referral r where close_code in ('RC7', 'RC8', 'RC9') and " + HELP_WITHIN_30_DAYS
                        + " and exists (select from source_referral n where n.child = r.child and n.referred_on > r.closed_on and n.referred_on - r.closed_on <= 365)");
        all.put(
                "bounce-backs (stepped up, closed RC8/RC9, EH restarted <=30 days)",
                "source_referral r where close_code in ('RC8', 'RC9') and " + UP_FROM_HELP + " and "
                        + HELP_WITHIN_30_DAYS);
        all.put(
                "step-across (EH end reason contains \"step across\")",
                "episode where service = 'early-help' and closed_because = 'step-across'");
        all.put("CIN plans", "source_plan where kind = 'child-in-need'");
        all.put("CIN plans open at 2026-03-31", "source_plan where kind = 'child-in-need' and ended_on is null");
        all.put("assessments", "source_assessment");
        all.put("assessments not authorised", "source_assessment where authorised_on is null");
        all.put(
                "episodes open at 2026-03-31 (not NFA, no closure date)",
                "source_referral where not no_action and closed_on is null");
        return all;
    }

    private static final Map<String, String> GROUPS = Map.of(
            "closures by reason",
                    "select close_code, count(*) from source_referral where close_code is not null group by 1",
            "referrals by source", "select source_code, count(*) from source_referral group by 1",
            "primary need (non-NFA)", "select need_code, count(*) from source_referral where not no_action group by 1",
            "contact outcome flags = Y",
                    "select outcome || '_FLAG', count(*) from source_contact, unnest(outcomes) outcome group by 1");

    private final Database database = TestDatabase.shared();
    private final Viewer.Job viewer = TestDatabase.aNewAuthority();

    @Test
    void every_figure_comes_out() throws IOException {
        imported();
        var expected = JsonMapper.builder()
                .build()
                .readTree(BOROUGH.resolve("expected_facts.json").toFile());

        var found = new LinkedHashMap<String, String>();
        for (var fact : expected.properties()) {
            answer(fact.getKey()).ifPresent(value -> found.put(fact.getKey(), value));
        }

        var wanted = new LinkedHashMap<String, String>();
        for (var fact : expected.properties()) {
            wanted.put(fact.getKey(), plain(fact.getValue()));
        }
        assertThat(found).isEqualTo(wanted).hasSizeGreaterThan(25);
    }

    @Test
    void children_without_a_known_worker_wait_for_a_named_practitioner() throws IOException {
        imported();

        var waiting = database.read(viewer, sql -> new Unnamed(sql).children(Optional.empty(), Optional.empty(), 500));

        assertThat(waiting)
                .hasSize(Math.toIntExact(database.<Long>read(viewer, sql -> new Unnamed(sql).count())))
                .hasSizeGreaterThan(10)
                .allSatisfy(child -> {
                    assertThat(child.service()).isEqualTo("early-help");
                    assertThat(child.team()).isEqualTo("early-help-locality");
                });
        var firstPage = waiting.subList(0, 5);
        var nextPage = database.read(
                viewer, sql -> new Unnamed(sql).children(Optional.empty(), Optional.of(firstPage.getLast()), 5));
        assertThat(nextPage).isEqualTo(waiting.subList(5, 10));
    }

    private void imported() throws IOException {
        var policy = Packs.load(Path.of("..", "policy-packs"))
                .pack("icrt")
                .orElseThrow()
                .policy();
        var ids = new TimeOrderedIds(CLOCK);
        new AuthoritySetup(database, ids, CLOCK)
                .apply(AuthoritySetup.everyRole(
                        viewer.authority(), "Invented council", policy, LocalDate.of(2026, 4, 7)));
        var mapping = MappingReader.read("icrt.yaml", Files.readString(BOROUGH.resolve("mappings/icrt.yaml")), policy)
                .mapping()
                .orElseThrow();
        assertThat(new SsdImport(database, ids, CLOCK, new Progress(System.err::println))
                        .run(new SsdImport.Job(viewer.authority(), BOROUGH.resolve("ssd_extract"), mapping)))
                .isInstanceOf(SsdImport.Answer.Imported.class);
    }

    private Optional<String> answer(String fact) {
        if (fact.equals("re-referral % of referrals")) {
            double share = 100.0 * number(AGAIN) / number("source_referral");
            return Optional.of(String.valueOf(Math.round(share * 10) / 10.0));
        }
        if (GROUPS.containsKey(fact)) {
            var groups = new TreeMap<String, String>();
            database.read(viewer, sql -> {
                sql.sql(GROUPS.getOrDefault(fact, "")).query(rs -> {
                    groups.put(rs.getString(1), rs.getString(2));
                });
                return groups;
            });
            return Optional.of(groups.toString());
        }
        return Optional.ofNullable(COUNTS.get(fact)).map(query -> String.valueOf(number(query)));
    }

    private long number(String query) {
        return database.<Long>read(
                viewer,
                sql -> sql.sql("select count(*) from " + query)
                        .query(Long.class)
                        .single());
    }

    private static String plain(JsonNode value) {
        if (!value.isObject()) {
            return value.asString();
        }
        var groups = new TreeMap<String, String>();
        value.properties()
                .forEach(group -> groups.put(group.getKey(), group.getValue().asString()));
        return groups.toString();
    }
}
