package stepways.app.imports;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.AuthorityId;
import stepways.app.database.TimeOrderedIds;
import stepways.app.search.NameTokens;

/// Writes an extract that has been checked, in the transaction it is given. What is there already and says the same is
/// left alone, so that a second import of the same rows changes nothing.
///
/// A child whom a transfer of this service has touched keeps the services and the holder that the transfer gave: the
/// case system learns those from here, and its extract may be older.
final class ExtractWriter {

    private static final int STEP = 2000;

    private final JdbcClient sql;
    private final NamedParameterJdbcOperations batches;
    private final AuthorityId authority;
    private final TimeOrderedIds ids;
    private final Mapping mapping;
    private final Extract extract;
    private final UUID batch;
    private final Instant now;
    private final ZoneId zone;
    private final Progress progress;
    private final RowProblems problems;

    private final Map<Extract.Person, UUID> people = new HashMap<>();
    private final Map<String, UUID> staff = new HashMap<>();
    private final Set<UUID> changed = new HashSet<>();
    private @Nullable Set<String> goByAnotherName;
    private int newPeople;
    private int unnamed;

    ExtractWriter(
            JdbcClient sql,
            NamedParameterJdbcOperations batches,
            AuthorityId authority,
            TimeOrderedIds ids,
            Mapping mapping,
            Extract extract,
            UUID batch,
            Instant now,
            ZoneId zone,
            Progress progress,
            RowProblems problems) {
        this.sql = sql;
        this.batches = batches;
        this.authority = authority;
        this.ids = ids;
        this.mapping = mapping;
        this.extract = extract;
        this.batch = batch;
        this.now = now;
        this.zone = zone;
        this.progress = progress;
        this.problems = problems;
    }

    /// Matches everybody with those who are known. A person who could be two of them is noted, and nothing is written.
    void matchPeople() {
        var byAuthorityId = new HashMap<String, UUID>();
        var authorityIdOf = new HashMap<UUID, String>();
        sql.sql("select id, authority_person_id from person where authority_person_id is not null")
                .query(rs -> {
                    var id = Objects.requireNonNull(rs.getObject("id", UUID.class));
                    byAuthorityId.put(rs.getString("authority_person_id"), id);
                    authorityIdOf.put(id, rs.getString("authority_person_id"));
                });
        var byOtherId = new HashMap<String, UUID>();
        sql.sql("select system, external_id, person from person_external_id").query(rs -> {
            byOtherId.put(
                    rs.getString("system") + " " + rs.getString("external_id"),
                    Objects.requireNonNull(rs.getObject("person", UUID.class)));
        });
        for (var person : extract.people.values()) {
            var known = byAuthorityId.get(person.id);
            for (var other : person.otherIds.entrySet()) {
                var same = byOtherId.get(other.getKey() + " " + other.getValue());
                if (same == null || same.equals(known)) {
                    continue;
                }
                var theirs = authorityIdOf.get(same);
                if (known != null || theirs != null) {
                    problems.add(
                            "ssd_person.csv",
                            0,
                            "pers_person_id",
                            "the " + other.getKey() + " id of person " + person.id + " belongs to "
                                    + (theirs == null ? "somebody else who is known here" : "person " + theirs));
                } else {
                    known = same;
                }
            }
            newPeople += known == null ? 1 : 0;
            people.put(person, known == null ? ids.next() : known);
        }
    }

    /// Writes everything.
    ///
    /// @return how many there are of each, in the order in which people ask
    Map<String, Integer> write() {
        writePeople();
        writeFamilies();
        writeHouseholds();
        writeContacts();
        writeReferrals();
        writeAssessments();
        writePlans();
        writeWork();
        raiseVersions();
        var counts = new LinkedHashMap<String, Integer>();
        counts.put("people", extract.people.size());
        counts.put("new people", newPeople);
        counts.put("families", extract.families.size());
        counts.put("contacts", extract.contacts.size());
        counts.put("referrals", extract.referrals.size());
        counts.put("assessments", extract.assessments.size());
        counts.put(
                "plans",
                extract.people.values().stream()
                        .mapToInt(person -> person.plans.size())
                        .sum());
        counts.put(
                "early help episodes",
                extract.people.values().stream()
                        .mapToInt(person -> person.earlyHelp.size())
                        .sum());
        counts.put("children who need a named practitioner", unnamed);
        return counts;
    }

    /// Rows that are sent together.
    private final class Rows {
        private final String what;
        private final String statement;
        private final List<SqlParameterSource> waiting = new ArrayList<>();
        private int sent;

        Rows(String what, String statement) {
            this.what = what;
            this.statement = statement;
        }

        void add(MapSqlParameterSource row) {
            waiting.add(row.addValue("authority", authority.value()).addValue("now", at(now)));
            if (waiting.size() == STEP) {
                send();
            }
        }

        void send() {
            if (!waiting.isEmpty()) {
                batches.batchUpdate(statement, waiting.toArray(SqlParameterSource[]::new));
                sent += waiting.size();
                waiting.clear();
                progress.say("writing " + what + ": " + sent);
            }
        }
    }

    private static MapSqlParameterSource row() {
        return new MapSqlParameterSource();
    }

    private UUID idOf(Extract.Person person) {
        return Objects.requireNonNull(people.get(person), () -> "Expected a match for person " + person.id);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private @Nullable OffsetDateTime at(@Nullable LocalDate day) {
        return day == null ? null : at(day.atStartOfDay(zone).toInstant());
    }

    private void writePeople() {
        var own = new Rows("people", """
                update person
                   set authority_person_id = :own, version = version + 1
                 where id = :id
                   and authority_person_id is null
                """);
        var all = new Rows("people", """
                insert into person (authority, id, authority_person_id, forename, surname, birth_date, expected_birth_date,
                                    sex, died_on, recorded_at)
                values (:authority, :id, :own, :forename, :surname, :born, :expected, :sex, :died, :now)
                on conflict (authority, authority_person_id) do update
                   set forename = excluded.forename, surname = excluded.surname, sex = excluded.sex,
                       birth_date = coalesce(excluded.birth_date, person.birth_date),
                       expected_birth_date = coalesce(excluded.expected_birth_date, person.expected_birth_date),
                       died_on = coalesce(excluded.died_on, person.died_on), version = person.version + 1
                 where (person.forename, person.surname, person.sex, person.birth_date, person.expected_birth_date, person.died_on)
                       is distinct from
                       (excluded.forename, excluded.surname, excluded.sex,
                        coalesce(excluded.birth_date, person.birth_date),
                        coalesce(excluded.expected_birth_date, person.expected_birth_date),
                        coalesce(excluded.died_on, person.died_on))
                """);
        for (var person : extract.people.values()) {
            own.add(row().addValue("id", idOf(person)).addValue("own", person.id));
        }
        own.send();
        for (var person : extract.people.values()) {
            all.add(row().addValue("id", idOf(person))
                    .addValue("own", person.id)
                    .addValue("forename", orNull(person.forename))
                    .addValue("surname", person.surname)
                    .addValue("born", person.born)
                    .addValue("expected", person.expected)
                    .addValue("sex", person.sex)
                    .addValue("died", person.died));
        }
        all.send();
        var others = new Rows("ids", """
                insert into person_external_id (authority, system, external_id, person)
                values (:authority, :system, :external, :person)
                on conflict do nothing
                """);
        var versions = new Rows("children", """
                insert into child_version (authority, child)
                values (:authority, :child)
                on conflict do nothing
                """);
        for (var person : extract.people.values()) {
            person.otherIds.forEach((system, external) -> others.add(row().addValue("system", system)
                    .addValue("external", external)
                    .addValue("person", idOf(person))));
            if (!person.isAdult(extract.until)) {
                versions.add(row().addValue("child", idOf(person)));
            }
        }
        others.send();
        versions.send();
        writeNameTokens();
    }

    /// What people are found by. The tokens of a name that has changed go with it.
    private void writeNameTokens() {
        var known = new HashSet<String>();
        sql.sql("select person, kind, token from person_name_token").query(rs -> {
            known.add(rs.getString("person") + " " + rs.getString("kind") + " " + rs.getString("token"));
        });
        var rows = new Rows("names to search by", """
                insert into person_name_token (authority, kind, token, person)
                values (:authority, :kind, :token, :person)
                on conflict do nothing
                """);
        var stale = new Rows(
                "old names",
                "delete from person_name_token where person = :person and kind = :kind and token = :token");
        var wanted = new HashSet<String>();
        for (var person : extract.people.values()) {
            var id = idOf(person);
            for (var token : NameTokens.of(person.forename, person.surname)) {
                var place = id + " " + token.kind() + " " + token.token();
                wanted.add(place);
                if (!known.contains(place)) {
                    rows.add(row().addValue("kind", token.kind())
                            .addValue("token", token.token())
                            .addValue("person", id));
                }
            }
        }
        rows.send();
        var ours = new HashSet<>(people.values());
        for (var place : known) {
            var parts = place.split(" ", 3);
            if (!wanted.contains(place) && ours.contains(UUID.fromString(parts[0])) && !keeps(parts[0])) {
                stale.add(row().addValue("person", UUID.fromString(parts[0]))
                        .addValue("kind", parts[1])
                        .addValue("token", parts[2]));
            }
        }
        stale.send();
    }

    /// Somebody who goes by another name here keeps the tokens of it.
    private boolean keeps(String person) {
        if (goByAnotherName == null) {
            goByAnotherName = new HashSet<>(sql.sql("select id::text from person where known_as is not null")
                    .query(String.class)
                    .list());
        }
        return goByAnotherName.contains(person);
    }

    private void writeFamilies() {
        var families = new Rows("families", """
                insert into family (authority, id, reference, recorded_at)
                values (:authority, :id, :reference, :now)
                on conflict do nothing
                """);
        for (var reference : extract.families.keySet()) {
            families.add(row().addValue("id", ids.next()).addValue("reference", reference));
        }
        families.send();
        var members = new Rows("members of families", """
                insert into family_member (authority, family, person, part)
                select :authority, id, :person, :part
                  from family
                 where reference = :reference
                on conflict do nothing
                """);
        extract.families.forEach((reference, all) -> {
            for (var id : all) {
                var person = Objects.requireNonNull(extract.people.get(id));
                members.add(row().addValue("reference", reference)
                        .addValue("person", idOf(person))
                        .addValue("part", person.isAdult(extract.until) ? "adult" : "child"));
            }
        });
        members.send();
        var mothers = new Rows("mothers", """
                insert into relationship (authority, id, person, other_person, kind, recorded_at)
                values (:authority, :id, :mother, :child, 'mother', :now)
                on conflict (authority, person, other_person, kind) where until is null do nothing
                """);
        for (var pair : extract.mothers) {
            mothers.add(row().addValue("id", ids.next())
                    .addValue("mother", idOf(pair.mother()))
                    .addValue("child", idOf(pair.child())));
        }
        mothers.send();
    }

    /// People at one address are a household. Somebody who has moved leaves the one before.
    private void writeHouseholds() {
        if (extract.households.isEmpty()) {
            return;
        }
        record Place(UUID household, String lines, String postcode) {}
        var places = new HashMap<UUID, Place>();
        var byAddress = new HashMap<String, UUID>();
        sql.sql("""
                        select m.person, m.household, a.lines, coalesce(a.postcode, '') as postcode
                          from household_member m
                          join address a on a.authority = m.authority and a.household = m.household and a.lived_until is null
                         where m.lived_until is null
                        """).query(rs -> {
            var place = new Place(
                    Objects.requireNonNull(rs.getObject("household", UUID.class)),
                    rs.getString("lines"),
                    rs.getString("postcode"));
            places.put(rs.getObject("person", UUID.class), place);
            byAddress.put(place.lines() + "|" + place.postcode(), place.household());
        });
        var households = new Rows(
                "households", "insert into household (authority, id, recorded_at) values (:authority, :id, :now)");
        var addresses = new Rows("addresses", """
                insert into address (authority, id, household, lines, postcode, uprn, recorded_at)
                values (:authority, :id, :household, :lines, :postcode, :uprn, :now)
                """);
        var left = new Rows("moves", """
                update household_member
                   set lived_until = greatest(lived_from, :until::date)
                 where person = :person
                   and lived_until is null
                """);
        var members = new Rows("members of households", """
                insert into household_member (authority, id, household, person, lived_from)
                values (:authority, :id, :household, :person, :from)
                """);
        for (var household : extract.households.values()) {
            var address = household.lines + "|" + household.postcode;
            var moving = household.members.keySet().stream()
                    .filter(person -> {
                        var place = places.get(idOf(person));
                        return place == null || !(place.lines() + "|" + place.postcode()).equals(address);
                    })
                    .toList();
            if (moving.isEmpty()) {
                continue;
            }
            var known = byAddress.get(address);
            var id = known == null ? ids.next() : known;
            if (known == null) {
                households.add(row().addValue("id", id));
                addresses.add(row().addValue("id", ids.next())
                        .addValue("household", id)
                        .addValue("lines", household.lines)
                        .addValue("postcode", orNull(household.postcode))
                        .addValue("uprn", orNull(household.uprn)));
            }
            for (var person : moving) {
                var from = household.members.get(person);
                var since = from == null || from.equals(LocalDate.MIN) ? null : from;
                left.add(row().addValue("person", idOf(person))
                        .addValue("until", since == null ? extract.until : since));
                members.add(row().addValue("id", ids.next())
                        .addValue("household", id)
                        .addValue("person", idOf(person))
                        .addValue("from", since));
            }
        }
        households.send();
        addresses.send();
        left.send();
        members.send();
    }

    private void writeContacts() {
        var rows = new Rows("contacts", """
                insert into source_contact (authority, source_id, child, received_on, source_code, source_text, outcomes, batch, recorded_at)
                values (:authority, :source, :child, :on, :code, :words, :outcomes, :batch, :now)
                on conflict (authority, source_id) do update
                   set child = excluded.child, received_on = excluded.received_on, source_code = excluded.source_code,
                       source_text = excluded.source_text, outcomes = excluded.outcomes, batch = excluded.batch
                 where (source_contact.child, source_contact.received_on, source_contact.source_code,
                        source_contact.source_text, source_contact.outcomes)
                       is distinct from
                       (excluded.child, excluded.received_on, excluded.source_code, excluded.source_text, excluded.outcomes)
                """);
        for (var contact : extract.contacts) {
            rows.add(row().addValue("source", contact.id())
                    .addValue("child", idOf(contact.child()))
                    .addValue("on", contact.on())
                    .addValue("code", orNull(contact.code()))
                    .addValue("words", orNull(contact.words()))
                    .addValue("outcomes", contact.outcomes().toArray(String[]::new))
                    .addValue("batch", batch));
        }
        rows.send();
    }

    private void writeReferrals() {
        var rows = new Rows("referrals", """
                insert into source_referral (authority, source_id, child, referred_on, source_code, need_code, no_action,
                                             close_code, closed_on, team, batch, recorded_at)
                values (:authority, :source, :child, :on, :code, :need, :noAction, :close, :closed, :team, :batch, :now)
                on conflict (authority, source_id) do update
                   set child = excluded.child, referred_on = excluded.referred_on, source_code = excluded.source_code,
                       need_code = excluded.need_code, no_action = excluded.no_action, close_code = excluded.close_code,
                       closed_on = excluded.closed_on, team = excluded.team, batch = excluded.batch
                 where (source_referral.child, source_referral.referred_on, source_referral.source_code,
                        source_referral.need_code, source_referral.no_action, source_referral.close_code,
                        source_referral.closed_on, source_referral.team)
                       is distinct from
                       (excluded.child, excluded.referred_on, excluded.source_code, excluded.need_code, excluded.no_action,
                        excluded.close_code, excluded.closed_on, excluded.team)
                """);
        for (var referral : extract.referrals.values()) {
            rows.add(row().addValue("source", referral.id())
                    .addValue("child", idOf(referral.child()))
                    .addValue("on", referral.from())
                    .addValue("code", orNull(referral.source()))
                    .addValue("need", orNull(referral.need()))
                    .addValue("noAction", referral.noAction())
                    .addValue("close", orNull(referral.closed()))
                    .addValue("closed", referral.until())
                    .addValue("team", orNull(referral.team()))
                    .addValue("batch", batch));
        }
        rows.send();
    }

    private void writeAssessments() {
        var rows = new Rows("assessments", """
                insert into source_assessment (authority, source_id, child, referral, started_on, authorised_on, child_seen,
                                               no_action, factors, team, batch, recorded_at)
                values (:authority, :source, :child, :referral, :from, :authorised, :seen, :noAction, :factors, :team, :batch, :now)
                on conflict (authority, source_id) do update
                   set child = excluded.child, referral = excluded.referral, started_on = excluded.started_on,
                       authorised_on = excluded.authorised_on, child_seen = excluded.child_seen,
                       no_action = excluded.no_action, factors = excluded.factors, team = excluded.team, batch = excluded.batch
                 where (source_assessment.child, source_assessment.referral, source_assessment.started_on,
                        source_assessment.authorised_on, source_assessment.child_seen, source_assessment.no_action,
                        source_assessment.factors, source_assessment.team)
                       is distinct from
                       (excluded.child, excluded.referral, excluded.started_on, excluded.authorised_on, excluded.child_seen,
                        excluded.no_action, excluded.factors, excluded.team)
                """);
        for (var assessment : extract.assessments) {
            rows.add(row().addValue("source", assessment.id())
                    .addValue("child", idOf(assessment.child()))
                    .addValue("referral", orNull(assessment.referral()))
                    .addValue("from", assessment.from())
                    .addValue("authorised", assessment.authorised())
                    .addValue("seen", assessment.seen())
                    .addValue("noAction", assessment.noAction())
                    .addValue("factors", assessment.factors().toArray(String[]::new))
                    .addValue("team", orNull(assessment.team()))
                    .addValue("batch", batch));
        }
        rows.send();
    }

    private void writePlans() {
        var rows = new Rows("plans", """
                insert into source_plan (authority, kind, source_id, child, referral, began_on, ended_on, detail, batch, recorded_at)
                values (:authority, :kind, :source, :child, :referral, :from, :until, :detail, :batch, :now)
                on conflict (authority, kind, source_id) do update
                   set child = excluded.child, referral = excluded.referral, began_on = excluded.began_on,
                       ended_on = excluded.ended_on, detail = excluded.detail, batch = excluded.batch
                 where (source_plan.child, source_plan.referral, source_plan.began_on, source_plan.ended_on, source_plan.detail)
                       is distinct from
                       (excluded.child, excluded.referral, excluded.began_on, excluded.ended_on, excluded.detail)
                """);
        for (var person : extract.people.values()) {
            for (var plan : person.plans) {
                rows.add(row().addValue("kind", plan.kind().word())
                        .addValue("source", plan.id())
                        .addValue("child", idOf(person))
                        .addValue("referral", orNull(plan.referral()))
                        .addValue("from", plan.from())
                        .addValue("until", plan.until())
                        .addValue("detail", orNull(plan.detail()))
                        .addValue("batch", batch));
            }
        }
        rows.send();
    }

    /// Services, holders, what is on file and the facts the procedure reads.
    private void writeWork() {
        var timelines = new LinkedHashMap<Extract.Person, Timeline>();
        var touched = touchedByTransfers();
        for (var person : extract.people.values()) {
            if (person.hasWork()) {
                var timeline = Timeline.of(person, mapping, extract.professionals);
                unnamed += timeline.holdings().stream()
                                .anyMatch(holding -> holding.until() == null
                                        && holding.worker().isEmpty())
                        ? 1
                        : 0;
                if (!touched.contains(idOf(person))) {
                    timelines.put(person, timeline);
                }
            }
        }
        writeStaff(timelines);
        writeEpisodes(timelines);
        writeHoldings(timelines);
        writeDocuments();
        writeFacts();
    }

    private Set<UUID> touchedByTransfers() {
        return new HashSet<>(sql.sql("""
                        select child from episode where opened_by_run is not null or closed_by_run is not null
                        union
                        select child from allocation where begun_by_run is not null or ended_by_run is not null
                        """).query(UUID.class).list());
    }

    private void writeStaff(Map<Extract.Person, Timeline> timelines) {
        var rows = new Rows("workers", """
                insert into staff (authority, id, authority_staff_id, name, recorded_at)
                values (:authority, :id, :own, :name, :now)
                on conflict (authority, authority_staff_id) do nothing
                """);
        for (var professional : extract.professionals.values()) {
            if (!mapping.placeholders().contains(professional.id())) {
                rows.add(row().addValue("id", ids.next())
                        .addValue("own", professional.id())
                        .addValue("name", professional.name()));
            }
        }
        rows.send();
        sql.sql("select authority_staff_id, id from staff where authority_staff_id is not null")
                .query(rs -> {
                    staff.put(
                            rs.getString("authority_staff_id"), Objects.requireNonNull(rs.getObject("id", UUID.class)));
                });
        // Somebody who has held children of two services works in both; the newest holding of each says in which team.
        var posts = new LinkedHashMap<String, Timeline.Holding>();
        for (var timeline : timelines.values()) {
            for (var holding : timeline.holdings()) {
                if (!holding.worker().isEmpty()) {
                    posts.merge(
                            holding.worker() + " " + holding.role(),
                            holding,
                            (before, now) -> before.from().isBefore(now.from()) ? now : before);
                }
            }
        }
        var roles = new Rows("roles of workers", """
                insert into staff_role (authority, id, staff, role, team, held_from)
                select :authority, :id, :staff, :role, :team, :from
                 where not exists (select from staff_role where staff = :staff and role = :role and held_until is null)
                """);
        var since = extract.people.values().stream()
                .flatMap(person -> person.involvements.stream())
                .map(Extract.Involvement::from)
                .min(LocalDate::compareTo)
                .orElse(extract.until);
        posts.values()
                .forEach(holding -> roles.add(row().addValue("id", ids.next())
                        .addValue("staff", staff.get(holding.worker()))
                        .addValue("role", holding.role())
                        .addValue("team", holding.team())
                        .addValue("from", at(since))));
        roles.send();
    }

    private void writeEpisodes(Map<Extract.Person, Timeline> timelines) {
        record Known(@Nullable OffsetDateTime closed, String because, String words) {}
        var known = new HashMap<String, Known>();
        sql.sql("""
                        select source_id, closed_at, coalesce(closed_because, '') as because, coalesce(closed_in_words, '') as words
                          from episode
                         where source_system = 'ssd'
                        """).query(rs -> {
            known.put(
                    rs.getString("source_id"),
                    new Known(
                            rs.getObject("closed_at", OffsetDateTime.class),
                            rs.getString("because"),
                            rs.getString("words")));
        });
        var rows = new Rows("times in services", """
                insert into episode (authority, id, child, service, opened_at, closed_at, closed_because, closed_in_words,
                                     provider, source_system, source_id, recorded_at)
                values (:authority, :id, :child, :service, :from, :until, :because, :words, :provider, 'ssd', :source, :now)
                on conflict (authority, source_system, source_id) do update
                   set closed_at = excluded.closed_at, closed_because = excluded.closed_because,
                       closed_in_words = excluded.closed_in_words
                """);
        // What has closed comes first, so that nobody is open twice to one service in between.
        for (boolean open : new boolean[] {false, true}) {
            timelines.forEach((person, timeline) -> {
                for (var episode : timeline.episodes()) {
                    if ((episode.until() == null) != open) {
                        continue;
                    }
                    var until = at(episode.until());
                    var before = known.get(episode.sourceId());
                    if (before != null
                            && isSame(before.closed(), until)
                            && before.because().equals(episode.because())
                            && before.words().equals(episode.words())) {
                        continue;
                    }
                    changed.add(idOf(person));
                    rows.add(row().addValue("id", ids.next())
                            .addValue("child", idOf(person))
                            .addValue("service", episode.service())
                            .addValue("from", at(episode.from()))
                            .addValue("until", until)
                            .addValue("because", until == null ? null : orNull(episode.because()))
                            .addValue("words", until == null ? null : orNull(episode.words()))
                            .addValue("provider", orNull(episode.provider()))
                            .addValue("source", episode.sourceId()));
                }
            });
            rows.send();
        }
    }

    private static boolean isSame(@Nullable OffsetDateTime one, @Nullable OffsetDateTime other) {
        return one == null || other == null ? one == other : one.toInstant().equals(other.toInstant());
    }

    private void writeHoldings(Map<Extract.Person, Timeline> timelines) {
        record Running(@Nullable UUID staff, @Nullable String team) {}
        var running = new HashMap<UUID, Running>();
        sql.sql("select child, staff, duty_of_team from allocation where part = 'lead' and held_until is null")
                .query(rs -> {
                    running.put(
                            rs.getObject("child", UUID.class),
                            new Running(rs.getObject("staff", UUID.class), rs.getString("duty_of_team")));
                });
        var held = new HashSet<>(sql.sql("select distinct child from allocation where part = 'lead'")
                .query(UUID.class)
                .list());
        // What a transfer opened here and the extract does not know of yet keeps its holder.
        var ends = new Rows("holders who leave", """
                update allocation a
                   set held_until = greatest(held_from, :until)
                 where child = :child
                   and part = 'lead'
                   and held_until is null
                   and (:followed
                        or not exists (
                            select
                              from episode e
                             where e.authority = a.authority
                               and e.child = a.child
                               and e.closed_at is null))
                """);
        var rows = new Rows("holders", """
                insert into allocation (authority, id, child, part, staff, duty_of_team, worker_role, service, held_from,
                                        held_until, recorded_at)
                values (:authority, :id, :child, 'lead', :staff, :team, :role, :service, :from, :until, :now)
                """);
        timelines.forEach((person, timeline) -> {
            var child = idOf(person);
            if (!held.contains(child)) {
                timeline.holdings().forEach(holding -> hold(rows, child, holding, at(holding.from())));
                return;
            }
            var current = timeline.holdings().stream()
                    .filter(holding -> holding.until() == null)
                    .findFirst();
            var before = running.get(child);
            if (current.isEmpty()) {
                if (before != null) {
                    var last = timeline.holdings().isEmpty()
                            ? null
                            : timeline.holdings().getLast().until();
                    changed.add(child);
                    ends.add(row().addValue("child", child)
                            .addValue("until", at(last == null ? extract.until : last))
                            .addValue("followed", false));
                }
                return;
            }
            var holding = current.get();
            var staffId = staff.get(holding.worker());
            boolean same = before != null
                    && Objects.equals(before.staff(), staffId)
                    && (staffId != null || Objects.equals(before.team(), holding.team()));
            if (!same) {
                changed.add(child);
                // The extract's day may lie before the holder it does not know of: then the change is of today.
                ends.add(row().addValue("child", child)
                        .addValue("until", at(now))
                        .addValue("followed", true));
                hold(rows, child, holding, before == null ? at(holding.from()) : at(now));
            }
        });
        ends.send();
        rows.send();
    }

    private void hold(Rows rows, UUID child, Timeline.Holding holding, @Nullable OffsetDateTime from) {
        var staffId = staff.get(holding.worker());
        rows.add(row().addValue("id", ids.next())
                .addValue("child", child)
                .addValue("staff", staffId)
                .addValue("team", staffId == null ? holding.team() : null)
                .addValue("role", orNull(holding.role()))
                .addValue("service", holding.service())
                .addValue("from", from)
                .addValue("until", at(holding.until())));
    }

    /// What the extract shows to be on the child's file in the case system: noted here, kept there.
    private void writeDocuments() {
        if (mapping.documents().isEmpty()) {
            return;
        }
        var known = new HashSet<String>();
        sql.sql("select child, kind, dated from document where source = 'import' and child is not null")
                .query(rs -> {
                    known.add(rs.getString("child") + " " + rs.getString("kind") + " " + rs.getString("dated"));
                });
        var rows = new Rows("documents", """
                insert into document (authority, id, child, kind, title, dated, recorded_at, source)
                values (:authority, :id, :child, :kind, :title, :dated, :now, 'import')
                """);
        for (var assessment : extract.assessments) {
            document(rows, known, "assessment", assessment.child(), assessment.authorised());
        }
        for (var person : extract.people.values()) {
            for (var plan : person.plans) {
                document(rows, known, plan.kind().word() + "-plan", person, plan.from());
            }
        }
        rows.send();
    }

    private void document(Rows rows, Set<String> known, String what, Extract.Person person, @Nullable LocalDate dated) {
        var kind = mapping.documents().get(what);
        if (kind == null || dated == null || !known.add(idOf(person) + " " + kind + " " + dated)) {
            return;
        }
        rows.add(row().addValue("id", ids.next())
                .addValue("child", idOf(person))
                .addValue("kind", kind)
                .addValue("title", kind.replace('-', ' '))
                .addValue("dated", dated));
    }

    private void writeFacts() {
        var latest = new HashMap<String, String>();
        sql.sql("""
                        select distinct on (child, key) child, key, value
                          from child_fact
                         order by child, key, happened_at desc, recorded_at desc, id desc
                        """).query(rs -> {
            latest.put(rs.getString("child") + " " + rs.getString("key"), rs.getString("value"));
        });
        var rows = new Rows("facts", """
                insert into child_fact (authority, id, child, key, value, happened_at, recorded_at, batch, source)
                values (:authority, :id, :child, :key, :value, :happened, :now, :batch, 'import')
                """);
        for (var person : extract.people.values()) {
            for (var plan : person.plans) {
                var kind = plan.kind() == Work.LOOKED_AFTER
                        ? "looked-after"
                        : plan.kind().word() + "-plan";
                boolean running =
                        person.plans.stream().anyMatch(each -> each.kind() == plan.kind() && each.until() == null);
                if (plan.until() == null) {
                    fact(rows, latest, person, kind + "-since", plan.from().toString(), plan.from());
                    fact(rows, latest, person, kind, "true", plan.from());
                } else if (!running && isTrue(latest, person, kind)) {
                    fact(rows, latest, person, kind, "false", plan.until());
                }
            }
            for (var status : person.legal) {
                if (status.until() == null) {
                    fact(rows, latest, person, "legal-status", status.status(), status.from());
                }
            }
            for (var referral : person.referrals) {
                if (referral.until() == null
                        && !referral.noAction()
                        && !referral.need().isEmpty()) {
                    fact(rows, latest, person, "primary-need", referral.need(), referral.from());
                }
            }
        }
        rows.send();
    }

    private boolean isTrue(Map<String, String> latest, Extract.Person person, String what) {
        return "true".equals(latest.get(idOf(person) + " " + mapping.facts().get(what)));
    }

    private void fact(
            Rows rows, Map<String, String> latest, Extract.Person person, String what, String said, LocalDate from) {
        var key = mapping.facts().get(what);
        if (key == null) {
            return;
        }
        var value = mapping.values().getOrDefault(what, Map.of()).getOrDefault(said, said);
        var place = idOf(person) + " " + key;
        if (value.equals(latest.put(place, value))) {
            return;
        }
        changed.add(idOf(person));
        rows.add(row().addValue("id", ids.next())
                .addValue("child", idOf(person))
                .addValue("key", key)
                .addValue("value", value)
                .addValue("happened", at(from))
                .addValue("batch", batch));
    }

    /// Whoever has a page of a changed child open learns that something is new.
    private void raiseVersions() {
        var rows = new Rows("versions", "update child_version set version = version + 1 where child = :child");
        for (var child : new LinkedHashSet<>(changed)) {
            rows.add(row().addValue("child", child));
        }
        rows.send();
    }
}
