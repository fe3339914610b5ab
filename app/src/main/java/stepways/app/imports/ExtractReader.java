package stepways.app.imports;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Reads the tables of the Standard Safeguarding Dataset. It notes everything that is wrong and never stops at a
/// problem; what it gives back may be used only where there is none.
///
/// @see <a href="https://github.com/data-to-insight/ssd-data-model">the dataset, by Data to Insight</a>
final class ExtractReader {

    /// What an address is made of, in the order of an envelope.
    private static final List<String> ADDRESS = List.of("ROOM", "FLOOR", "FLAT", "BUILDING", "HOUSE", "STREET", "TOWN");

    private final ExtractFiles files;
    private final Mapping mapping;
    private final RowProblems problems;
    private final Extract extract = new Extract();
    private final Map<String, String> departments = new HashMap<>();
    private final JsonMapper json = JsonMapper.builder().build();
    private final int shift;

    private ExtractReader(ExtractFiles files, Mapping mapping, RowProblems problems, int shift) {
        this.files = files;
        this.mapping = mapping;
        this.problems = problems;
        this.shift = shift;
    }

    /// Reads an extract.
    ///
    /// @param shift by how many days everything is moved, so that invented data can end yesterday
    static Extract read(ExtractFiles files, Mapping mapping, RowProblems problems, int shift) {
        var reader = new ExtractReader(files, mapping, problems, shift);
        reader.readAll();
        return reader.extract;
    }

    private void readAll() {
        if (!files.has("ssd_person")) {
            problems.add("ssd_person.csv", 0, "", "is missing: without the people nothing else can be read");
            return;
        }
        files.read("ssd_department", List.of("dept_team_id", "dept_team_name"), this::department);
        files.read("ssd_professionals", List.of("prof_professional_id"), this::professional);
        files.read("ssd_person", List.of("pers_person_id", "pers_surname", "pers_dob"), this::person);
        files.read(
                "ssd_linked_identifiers",
                List.of("link_person_id", "link_identifier_type", "link_identifier_value"),
                this::otherId);
        files.read("ssd_family", List.of("fami_family_id", "fami_person_id"), this::family);
        files.read("ssd_mother", List.of("moth_person_id", "moth_childs_person_id"), this::mother);
        files.read("ssd_address", List.of("addr_person_id", "addr_address_json"), this::address);
        var seen = new HashSet<String>();
        files.read(
                "ssd_contacts",
                List.of("cont_contact_id", "cont_person_id", "cont_contact_date"),
                contacts(seen)::read);
        seen.clear();
        files.read(
                "ssd_early_help_episodes",
                List.of("earl_episode_id", "earl_person_id", "earl_episode_start_date"),
                row -> earlyHelp(row, seen));
        files.read(
                "ssd_cin_episodes",
                List.of("cine_referral_id", "cine_person_id", "cine_referral_date"),
                this::referral);
        var assessments = new HashMap<String, Integer>();
        files.read(
                "ssd_cin_assessments",
                List.of("cina_assessment_id", "cina_person_id"),
                row -> assessment(row, assessments));
        files.read("ssd_assessment_factors", List.of("cinf_assessment_id"), row -> factors(row, assessments));
        var plans = new HashSet<String>();
        files.read(
                "ssd_cin_plans",
                List.of("cinp_cin_plan_id", "cinp_person_id", "cinp_cin_plan_start_date"),
                row -> plan(
                        row, plans, Work.CHILD_IN_NEED, "cinp_cin_plan_", "cinp_person_id", "cinp_referral_id", ""));
        plans.clear();
        files.read(
                "ssd_cp_plans",
                List.of("cppl_cp_plan_id", "cppl_person_id", "cppl_cp_plan_start_date"),
                row -> plan(
                        row,
                        plans,
                        Work.CHILD_PROTECTION,
                        "cppl_cp_plan_",
                        "cppl_person_id",
                        "cppl_referral_id",
                        "cppl_cp_plan_latest_category"));
        plans.clear();
        files.read(
                "ssd_cla_episodes",
                List.of("clae_cla_episode_id", "clae_person_id", "clae_cla_episode_start_date"),
                row -> plan(
                        row,
                        plans,
                        Work.LOOKED_AFTER,
                        "clae_cla_episode_",
                        "clae_person_id",
                        "clae_referral_id",
                        "clae_cla_episode_start_reason"));
        seen.clear();
        files.read(
                "ssd_legal_status",
                List.of("lega_legal_status_id", "lega_person_id", "lega_legal_status", "lega_legal_status_start_date"),
                row -> legal(row, seen));
        files.read(
                "ssd_involvements",
                List.of("invo_professional_id", "invo_person_id", "invo_involvement_start_date"),
                this::involvement);
        checkEarlyHelp();
    }

    private interface Reads {
        void read(Row row);
    }

    private @Nullable LocalDate shifted(@Nullable LocalDate day) {
        if (day == null) {
            return null;
        }
        var moved = day.plusDays(shift);
        extract.mentions(moved);
        return moved;
    }

    private void department(Row row) {
        departments.put(row.id("dept_team_id"), row.words("dept_team_name", 200));
    }

    /// A team by its name, whether the extract gives the name or the team's id.
    private String team(Row row, String column) {
        var words = row.words(column, 200);
        return departments.getOrDefault(words, words);
    }

    private void professional(Row row) {
        var id = row.id("prof_professional_id");
        if (id.isEmpty()) {
            return;
        }
        var name = row.words("prof_professional_name", 200);
        if (extract.professionals.put(id, new Extract.Professional(id, name.isEmpty() ? id : name)) != null) {
            row.problem("prof_professional_id", "the id " + id + " stands in an earlier row too");
        }
    }

    private void person(Row row) {
        var id = row.id("pers_person_id");
        var surname = row.words("pers_surname", 200);
        if (surname.isEmpty() && row.raw("pers_surname").isEmpty()) {
            row.problem("pers_surname", "is empty; a person needs a name");
        }
        var born = row.optionalDay("pers_dob");
        var died = row.optionalDay("pers_death_date");
        var expected = row.anyDay("pers_expected_dob");
        if (born != null && died != null && died.isBefore(born)) {
            row.problem("pers_death_date", died + " lies before the birth date " + born);
        }
        if (id.isEmpty()) {
            return;
        }
        var person = new Extract.Person(
                id,
                row.words("pers_forename", 200),
                surname,
                sex(row),
                born == null ? null : born.plusDays(shift),
                expected == null || born != null ? null : expected.plusDays(shift),
                shifted(died),
                Boolean.TRUE.equals(row.yesOrNo("pers_is_mother")));
        if (extract.people.putIfAbsent(id, person) != null) {
            row.problem("pers_person_id", "the id " + id + " stands in an earlier row too");
        }
        other(person, "legacy", row.optionalId("pers_legacy_id"));
        other(person, "common-child-id", row.optionalId("pers_common_child_id"));
    }

    /// M, F or U; until 2023 the census had numbers.
    private static String sex(Row row) {
        var text = row.raw("pers_sex").toUpperCase(Locale.ROOT);
        return switch (text) {
            case "M", "MALE", "1" -> "M";
            case "F", "FEMALE", "2" -> "F";
            case "", "U", "0", "9" -> "U";
            default -> {
                row.problem("pers_sex", "expected M, F or U, found '" + Row.shown(text) + "'");
                yield "U";
            }
        };
    }

    private static void other(Extract.Person person, String system, String id) {
        if (!id.isEmpty()) {
            person.otherIds.put(system, id);
        }
    }

    private void otherId(Row row) {
        var type = row.words("link_identifier_type", 100)
                .toLowerCase(Locale.ROOT)
                .strip()
                .replaceAll("[^a-z0-9]+", "-");
        var value = row.id("link_identifier_value");
        person(row, "link_person_id").ifPresent(person -> {
            if (row.raw("link_valid_to_date").isEmpty() && !type.isEmpty()) {
                other(person, type, value);
            }
        });
    }

    private Optional<Extract.Person> person(Row row, String column) {
        var id = row.id(column);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        var person = extract.people.get(id);
        if (person == null) {
            row.problem(column, "nobody in ssd_person has the id " + id);
        }
        return Optional.ofNullable(person);
    }

    private void family(Row row) {
        var family = row.id("fami_family_id");
        person(row, "fami_person_id").ifPresent(person -> {
            var members = extract.families.computeIfAbsent(family, key -> new ArrayList<>());
            if (!members.contains(person.id)) {
                members.add(person.id);
            }
        });
    }

    private void mother(Row row) {
        var mother = person(row, "moth_person_id");
        var child = person(row, "moth_childs_person_id");
        if (mother.isPresent() && child.isPresent()) {
            if (mother.get() == child.get()) {
                row.problem("moth_childs_person_id", "nobody is their own mother");
            } else {
                extract.mothers.add(new Extract.Mother(mother.get(), child.get()));
            }
        }
    }

    private void address(Row row) {
        var person = person(row, "addr_person_id");
        var from = row.optionalDay("addr_address_start_date");
        if (person.isEmpty() || !row.raw("addr_address_end_date").isEmpty()) {
            return;
        }
        try {
            var address = json.readTree(row.raw("addr_address_json"));
            if (!address.isObject()) {
                return;
            }
            var lines = ADDRESS.stream()
                    .map(part -> address.path(part).asString(""))
                    .filter(part -> !part.isBlank())
                    .collect(Collectors.joining(", "));
            var postcode = postcode(
                    row.raw("addr_address_postcode").isEmpty()
                            ? address.path("POSTCODE").asString("")
                            : row.raw("addr_address_postcode"));
            if (lines.isEmpty() || lines.length() > 500) {
                return;
            }
            extract.households
                    .computeIfAbsent(
                            (lines + "|" + postcode).toUpperCase(Locale.ROOT),
                            key -> new Extract.Household(
                                    lines, postcode, address.path("UPRN").asString("")))
                    .members
                    .put(person.get(), from == null ? LocalDate.MIN : from.plusDays(shift));
        } catch (JacksonException e) {
            row.problem("addr_address_json", "cannot be read as an address");
        }
    }

    private static String postcode(String text) {
        var letters = text.replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT);
        return letters.length() < 5 || letters.length() > 7
                ? ""
                : letters.substring(0, letters.length() - 3) + " " + letters.substring(letters.length() - 3);
    }

    private Reads contacts(Set<String> seen) {
        var outcomes = new ContactOutcomes(mapping.contactOutcomes());
        var lists = new HashMap<List<String>, List<String>>();
        return row -> {
            var id = row.id("cont_contact_id");
            once(row, "cont_contact_id", id, seen);
            var on = row.optionalDay("cont_contact_date");
            var words = row.words("cont_contact_source_desc", 300);
            var code = row.optionalId("cont_contact_source_code");
            code = mapping.contactSources().getOrDefault(code, code);
            if (code.isEmpty()) {
                code = mapping.contactSources().getOrDefault(words, "");
            }
            var flags = outcomes.read(row, "cont_contact_outcome_json");
            var source = code;
            person(row, "cont_person_id")
                    .ifPresent(child -> extract.contacts.add(new Extract.Contact(
                            id,
                            child,
                            shifted(on),
                            source.intern(),
                            words.intern(),
                            lists.computeIfAbsent(flags, key -> key))));
        };
    }

    private static void once(Row row, String column, String id, Set<String> seen) {
        if (!id.isEmpty() && !seen.add(id)) {
            row.problem(column, "the id " + id + " stands in an earlier row too");
        }
    }

    private static boolean inOrder(Row row, @Nullable LocalDate from, @Nullable LocalDate until, String column) {
        if (from != null && until != null && until.isBefore(from)) {
            row.problem(column, until + " lies before the beginning, " + from);
            return false;
        }
        return true;
    }

    private void earlyHelp(Row row, Set<String> seen) {
        var id = row.id("earl_episode_id");
        once(row, "earl_episode_id", id, seen);
        var from = row.day("earl_episode_start_date");
        var until = row.optionalDay("earl_episode_end_date");
        boolean ordered = inOrder(row, from, until, "earl_episode_end_date");
        var ended = row.words("earl_episode_end_reason", 300);
        if (!ended.isEmpty() && !mapping.earlyHelpEnds().containsKey(ended)) {
            row.problem(
                    "earl_episode_end_reason",
                    "the reason '" + Row.shown(ended) + "' is not in the mapping (early-help-ends)");
        }
        place(row, Work.EARLY_HELP, "earl_episode_id");
        var worker = row.optionalId("earl_episode_worker_id");
        var organisation = row.words("earl_episode_organisation", 300);
        var person = person(row, "earl_person_id");
        if (from != null && ordered && person.isPresent()) {
            person.get()
                    .earlyHelp
                    .add(new Extract.EarlyHelp(id, moved(from), shifted(until), ended, organisation.intern(), worker));
        }
    }

    private LocalDate moved(LocalDate day) {
        var moved = day.plusDays(shift);
        extract.mentions(moved);
        return moved;
    }

    private void place(Row row, Work work, String column) {
        if (!mapping.services().containsKey(work)) {
            row.problem(column, "the mapping names no service for '" + work.word() + "'");
        }
    }

    private void referral(Row row) {
        var id = row.id("cine_referral_id");
        var from = row.day("cine_referral_date");
        var until = row.optionalDay("cine_close_date");
        boolean ordered = inOrder(row, from, until, "cine_close_date");
        boolean noAction = Boolean.TRUE.equals(row.yesOrNo("cine_referral_nfa"));
        if (!noAction) {
            place(row, Work.ASSESSMENT, "cine_referral_id");
        }
        var source = row.optionalId("cine_referral_source_code");
        var need = row.optionalId("cine_cin_primary_need_code");
        var closed = row.optionalId("cine_close_reason");
        var team = team(row, "cine_referral_team");
        var worker = row.optionalId("cine_referral_worker_id");
        var person = person(row, "cine_person_id");
        if (from == null || !ordered || person.isEmpty()) {
            return;
        }
        var child = person.get();
        var referral = new Extract.Referral(
                id,
                child,
                moved(from),
                mapping.contactSources().getOrDefault(source, source).intern(),
                need.intern(),
                noAction,
                closed.intern(),
                shifted(until),
                team.intern(),
                worker);
        if (extract.referrals.putIfAbsent(id, referral) != null) {
            row.problem("cine_referral_id", "the id " + id + " stands in an earlier row too");
        } else {
            child.referrals.add(referral);
        }
    }

    /// A referral that a row names must be the same child's.
    private String referralOf(Row row, String column, Extract.Person child) {
        var id = row.optionalId(column);
        if (id.isEmpty()) {
            return id;
        }
        var referral = extract.referrals.get(id);
        if (referral == null) {
            row.problem(column, "no referral has the id " + id);
        } else if (referral.child() != child) {
            row.problem(column, "the referral " + id + " is another child's");
        }
        return id;
    }

    private void assessment(Row row, Map<String, Integer> places) {
        var id = row.id("cina_assessment_id");
        var from = row.optionalDay("cina_assessment_start_date");
        var authorised = row.optionalDay("cina_assessment_auth_date");
        inOrder(row, from, authorised, "cina_assessment_auth_date");
        var seen = row.yesOrNo("cina_assessment_child_seen");
        var noAction = row.yesOrNo("cina_assessment_outcome_nfa");
        var team = team(row, "cina_assessment_team");
        person(row, "cina_person_id").ifPresent(child -> {
            if (places.putIfAbsent(id, extract.assessments.size()) != null) {
                row.problem("cina_assessment_id", "the id " + id + " stands in an earlier row too");
                return;
            }
            extract.assessments.add(new Extract.Assessment(
                    id,
                    child,
                    referralOf(row, "cina_referral_id", child),
                    shifted(from),
                    shifted(authorised),
                    seen,
                    noAction,
                    team.intern(),
                    List.of()));
        });
    }

    private void factors(Row row, Map<String, Integer> places) {
        var id = row.id("cinf_assessment_id");
        var place = places.get(id);
        if (place == null) {
            if (!id.isEmpty()) {
                row.problem("cinf_assessment_id", "no assessment has the id " + id);
            }
            return;
        }
        var found = new ArrayList<String>();
        try {
            for (var factor : json.readTree(
                    row.raw("cinf_assessment_factors_json").isEmpty()
                            ? "[]"
                            : row.raw("cinf_assessment_factors_json"))) {
                if (factor.isString() && factor.asString().length() <= 20) {
                    found.add(factor.asString());
                }
            }
        } catch (JacksonException e) {
            row.problem("cinf_assessment_factors_json", "cannot be read as a list of codes");
        }
        extract.assessments.set(place, extract.assessments.get(place).withFactors(List.copyOf(found)));
    }

    private void plan(
            Row row,
            Set<String> seen,
            Work kind,
            String columns,
            String personColumn,
            String referralColumn,
            String detailColumn) {
        var idColumn = columns + "id";
        var endColumn = columns + (kind == Work.LOOKED_AFTER ? "ceased_date" : "end_date");
        var id = row.id(idColumn);
        once(row, idColumn, id, seen);
        var from = row.day(columns + "start_date");
        var until = row.optionalDay(endColumn);
        boolean ordered = inOrder(row, from, until, endColumn);
        place(row, kind, idColumn);
        var team = team(row, columns + "team");
        var worker = row.optionalId(columns + "worker_id");
        var detail = detailColumn.isEmpty() ? "" : row.words(detailColumn, 100);
        var person = person(row, personColumn);
        if (from != null && ordered && person.isPresent()) {
            person.get()
                    .plans
                    .add(new Extract.Plan(
                            kind,
                            id,
                            referralOf(row, referralColumn, person.get()),
                            moved(from),
                            shifted(until),
                            detail.intern(),
                            team.intern(),
                            worker));
        }
    }

    private void legal(Row row, Set<String> seen) {
        var id = row.id("lega_legal_status_id");
        once(row, "lega_legal_status_id", id, seen);
        var status = row.words("lega_legal_status", 100);
        var from = row.day("lega_legal_status_start_date");
        var until = row.optionalDay("lega_legal_status_end_date");
        boolean ordered = inOrder(row, from, until, "lega_legal_status_end_date");
        var known = mapping.values().getOrDefault("legal-status", Map.of());
        if (!status.isEmpty() && mapping.facts().containsKey("legal-status") && !known.containsKey(status)) {
            row.problem("lega_legal_status", "the status '" + Row.shown(status) + "' is not in the mapping (values)");
        }
        var person = person(row, "lega_person_id");
        if (from != null && ordered && person.isPresent() && !status.isEmpty()) {
            person.get().legal.add(new Extract.Legal(id, status, moved(from), shifted(until)));
        }
    }

    private void involvement(Row row) {
        var id = row.optionalId("invo_involvements_id");
        var worker = row.id("invo_professional_id");
        var role = row.words("invo_professional_role_id", 100);
        var from = row.day("invo_involvement_start_date");
        var until = row.optionalDay("invo_involvement_end_date");
        boolean ordered = inOrder(row, from, until, "invo_involvement_end_date");
        var team = team(row, "invo_professional_team");
        var person = person(row, "invo_person_id");
        if (!worker.isEmpty()
                && !mapping.placeholders().contains(worker)
                && !extract.professionals.containsKey(worker)) {
            row.problem("invo_professional_id", "nobody in ssd_professionals has the id " + worker);
        }
        if (from != null && ordered && person.isPresent() && mapping.leadRoles().contains(role)) {
            person.get()
                    .involvements
                    .add(new Extract.Involvement(id, worker, team.intern(), moved(from), shifted(until)));
        }
    }

    /// A child is open to early help once: two open episodes would leave two workers who each think it is the other's.
    private void checkEarlyHelp() {
        for (var person : extract.people.values()) {
            var open = person.earlyHelp.stream()
                    .filter(episode -> episode.until() == null)
                    .map(Extract.EarlyHelp::id)
                    .toList();
            if (open.size() > 1) {
                problems.add(
                        "ssd_early_help_episodes.csv",
                        0,
                        "earl_episode_id",
                        "the child " + person.id + " has " + open.size() + " open episodes (" + String.join(", ", open)
                                + "); close all but one");
            }
        }
    }
}
