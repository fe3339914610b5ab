package stepways.app.families;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.access.AccessLog;
import stepways.app.access.Grants;
import stepways.app.access.WorkingRelationship;
import stepways.app.database.BrokenRule;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.procedures.Procedures;
import stepways.app.search.NameTokens;
import stepways.app.web.Dates;
import stepways.app.web.Drafts;
import stepways.app.web.Fields;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.Hidden;
import stepways.app.web.Isolated;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.NotYours;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;

/// Adding a person to a family. Before somebody is made, whoever is like them is shown: nobody is on record twice.
@Controller
class PersonController {

    /// The answer of whoever has looked at those who are alike, and found that it is none of them.
    private static final String NOBODY = "nobody";

    private static final int MOST_ALIKE = 20;

    private final Database database;
    private final Procedures procedures;
    private final Layouts layouts;
    private final Drafts drafts;
    private final AccessLog log;
    private final TimeOrderedIds ids;
    private final InstantSource clock;

    PersonController(
            Database database,
            Procedures procedures,
            Layouts layouts,
            Drafts drafts,
            AccessLog log,
            TimeOrderedIds ids,
            InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.layouts = layouts;
        this.drafts = drafts;
        this.log = log;
        this.ids = ids;
        this.clock = clock;
    }

    /// Somebody on record who may be the same person.
    ///
    /// @param here whether they are in this family already
    private record Alike(
            UUID id,
            String name,
            @Nullable LocalDate born,
            @Nullable LocalDate expected,
            boolean here) {}

    private Family family(SignedInStaff me, UUID id) {
        var now = clock.instant();
        return database.read(me.viewer(), sql -> FamilyController.open(sql, procedures, me, id, "", now));
    }

    private static String draft(Family family) {
        return "family@" + family.id() + ":person";
    }

    @GetMapping("/families/{id}/people/new")
    ModelAndView ask(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, @PathVariable UUID id) {
        var family = family(me, id);
        return page(me, request, family, drafts.typed(me, draft(family)), List.of(), HttpStatus.OK);
    }

    @PostMapping("/families/{id}/people/new")
    ModelAndView add(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            RedirectAttributes flash) {
        var typed = Typed.posted(request);
        var family = family(me, id);
        var now = clock.instant();
        var wanted = read(typed, family, now);
        if (wanted.isEmpty()) {
            return again(me, request, family, typed, List.of());
        }
        var person = wanted.get();
        var alike = database.read(me.viewer(), sql -> alike(sql, me, family, person, now));
        var same = typed.value("same");
        var chosen =
                alike.stream().filter(each -> each.id().toString().equals(same)).findFirst();
        if (!alike.isEmpty()) {
            log.write(me, "match", null, id, null, null, null);
        }
        if (!alike.isEmpty() && chosen.isEmpty() && !same.equals(NOBODY)) {
            typed.fail("same", "Somebody like them is on record. Say whether it is the same person");
            return again(me, request, family, typed, alike);
        }
        if (chosen.isPresent() && chosen.get().here()) {
            typed.fail("same", "This person is in the family already. Record what you know of them instead");
            return again(me, request, family, typed, alike);
        }
        if (chosen.isPresent()) {
            // Whoever is added brings their record along: only a reader who may open it already may do that.
            var elsewhere = database.read(me.viewer(), sql -> closedTo(sql, me, family, chosen.get(), now));
            if (elsewhere.isPresent()) {
                typed.fail("same", "Others work with this person. " + elsewhere.get() + " They can add them");
                return again(me, request, family, typed, alike);
            }
        }
        var key = typed.key().orElseGet(() -> ids.next().toString());
        var made = chosen.map(Alike::id).orElseGet(ids::next);
        try {
            write(me, family, person, made, chosen.isPresent(), key, now);
        } catch (KeptFacts.Refused refused) {
            typed.fail(refused.field(), refused.words());
            return again(me, request, family, typed, alike);
        }
        drafts.forget(me, draft(family));
        flash.addFlashAttribute(
                Layouts.NOTICE,
                "Added to the family: " + chosen.map(PersonController::words).orElseGet(() -> words(person.alike(made)))
                        + ".");
        return new ModelAndView("redirect:/families/" + id + "/members#person-" + made);
    }

    private ModelAndView again(
            SignedInStaff me, HttpServletRequest request, Family family, Typed typed, List<Alike> alike) {
        drafts.save(me, draft(family), typed);
        return page(me, request, family, typed, alike, HttpStatus.BAD_REQUEST);
    }

    // What was typed.

    private record Wanted(
            boolean child,
            Map<String, String> name,
            @Nullable LocalDate born,
            @Nullable LocalDate expected,
            @Nullable UUID to,
            String relation,
            @Nullable UUID household) {

        Alike alike(UUID id) {
            var called = name.getOrDefault("known-as", "").isEmpty()
                    ? name.getOrDefault("forename", "")
                    : name.getOrDefault("known-as", "");
            var first = called.isEmpty() && born == null && expected != null ? "Unborn child" : called;
            return new Alike(
                    id, Isolated.name((first + " " + name.getOrDefault("surname", "")).strip()), born, expected, false);
        }
    }

    private Optional<Wanted> read(Typed typed, Family family, Instant now) {
        var part = typed.value("part");
        if (!part.equals("child") && !part.equals("adult") && !part.equals("unborn")) {
            typed.fail("part", "Choose who it is");
        }
        var name = new LinkedHashMap<String, String>();
        for (var field : FactKind.NAME.fields()) {
            var said = typed.optional(field.name()).replace('\n', ' ');
            if (said.length() > FactForm.LONGEST_LINE) {
                typed.fail(
                        field.name(),
                        "Shorten this to " + FactForm.LONGEST_LINE + " characters; it has " + said.length());
            }
            name.put(field.name(), said);
        }
        if (name.getOrDefault("surname", "").isEmpty()) {
            typed.fail("surname", "Enter the last name");
        }
        if (!part.equals("unborn")
                && name.getOrDefault("forename", "").isEmpty()
                && name.getOrDefault("known-as", "").isEmpty()) {
            typed.fail("forename", "Enter the first names, or the name they use");
        }
        if (!List.of("F", "M", "U").contains(name.get("sex"))) {
            name.put("sex", "U");
        }
        LocalDate born = null;
        LocalDate expected = null;
        if (part.equals("unborn")) {
            expected = TypedDate.readDay(typed, "born", "Enter the expected date of birth")
                    .orElse(null);
            if (expected != null
                    && (expected.isBefore(Dates.day(now).minusDays(60))
                            || expected.isAfter(Dates.day(now).plusDays(320)))) {
                typed.fail("born", "Check the expected date: it lies too far from today");
            }
        } else if (!(typed.value("born-day") + typed.value("born-month") + typed.value("born-year")).isBlank()
                || part.equals("child")) {
            born = TypedDate.readPastDay(
                            typed,
                            "born",
                            now,
                            "Enter the date of birth",
                            "The date of birth cannot be in the future. Choose “a child who is not born yet”")
                    .orElse(null);
            if (born != null && born.isBefore(LocalDate.of(1900, 1, 1))) {
                typed.fail("born", "Check the year: " + born.getYear() + " cannot be right");
            }
        }
        var to = family.members().stream()
                .map(FamilyRows.Person::id)
                .filter(each -> each.toString().equals(typed.value("to")))
                .findFirst();
        var relation = FactKind.RELATIONSHIP.field("kind").answers().stream()
                .map(FactField.Answer::value)
                .filter(value -> !value.equals("other") && value.equals(typed.value("relation")))
                .findFirst();
        if (to.isPresent() != relation.isPresent()) {
            typed.fail(to.isPresent() ? "relation" : "to", "Choose both who they are and to whom, or leave both");
        }
        var household = family.members().stream()
                .map(FamilyRows.Person::household)
                .filter(each -> each != null && each.toString().equals(typed.value("lives")))
                .findFirst();
        if (typed.hasErrors()) {
            return Optional.empty();
        }
        return Optional.of(new Wanted(
                !part.equals("adult"),
                name,
                born,
                expected,
                to.orElse(null),
                relation.orElse(""),
                household.orElse(null)));
    }

    /// Those on record with the same birth date or the same name. Of a guarded record nothing is said but whom to ask.
    private static List<Alike> alike(JdbcClient sql, SignedInStaff me, Family family, Wanted wanted, Instant now) {
        var spelled = NameTokens.of(wanted.name().get("surname")).stream()
                .filter(token -> token.kind().equals("spelling"))
                .map(NameTokens.Token::token)
                .toArray(String[]::new);
        var first = NameTokens.of(wanted.name().get("forename"), wanted.name().get("known-as")).stream()
                .filter(token -> token.kind().equals("spelling"))
                .map(NameTokens.Token::token)
                .toArray(String[]::new);
        return sql.sql("""
                        select p.id, p.birth_date, p.expected_birth_date,
                               concat_ws(' ', coalesce(p.known_as, p.forename,
                                                       case when p.birth_date is null then 'Unborn child' end), p.surname) as name,
                               exists (
                                   select from family_member m where m.person = p.id and m.family = :family) as here
                          from person p
                         where (p.birth_date = :born::date
                                or p.expected_birth_date = :expected::date
                                or (p.birth_date is null and :expected::date is null)
                                or :born::date is null)
                           and (exists (
                                   select
                                     from person_name_token t
                                    where t.person = p.id
                                      and t.kind = 'spelling'
                                      and t.token = any(:surname))
                                or exists (
                                   select
                                     from family_member m
                                    where m.person = p.id
                                      and m.family = :family))
                           and (exists (
                                   select
                                     from person_name_token t
                                    where t.person = p.id
                                      and t.kind = 'spelling'
                                      and t.token = any(:first))
                                or p.birth_date = :born::date
                                or p.expected_birth_date = :expected::date)
                           and\s""" + WorkingRelationship.MAY_BE_NAMED + """

                         order by here desc, p.surname, p.id
                         limit :most
                        """)
                .param("family", family.id())
                .param("born", wanted.born())
                .param("expected", wanted.expected())
                .param("surname", spelled)
                .param("first", first)
                .param("staff", me.staff())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("most", MOST_ALIKE)
                .query((rs, _) -> new Alike(
                        rs.getObject("id", UUID.class),
                        Isolated.name(rs.getString("name")),
                        rs.getObject("birth_date", LocalDate.class),
                        rs.getObject("expected_birth_date", LocalDate.class),
                        rs.getBoolean("here")))
                .list();
    }

    /// Whom to ask where somebody is on record in a family that the reader may not open.
    private static Optional<String> closedTo(
            JdbcClient sql, SignedInStaff me, Family family, Alike person, Instant now) {
        var families = sql.sql("select family from family_member where person = :person and family <> :family")
                .param("person", person.id())
                .param("family", family.id())
                .query((rs, _) -> rs.getObject("family", UUID.class))
                .list();
        var actor = new Grants(sql).actor(family.policy(), me.viewer().staff(), now);
        var relationship = new WorkingRelationship(sql, me, now);
        for (var each : families) {
            try {
                relationship.mustReachFamily(family.policy(), each, actor);
            } catch (NotYours notYours) {
                return Optional.of(notYours.whomToAsk());
            }
        }
        return Optional.empty();
    }

    private static String words(Alike alike) {
        return alike.name()
                + (alike.born() != null
                        ? ", born " + Dates.date(alike.born())
                        : alike.expected() != null
                                ? ", expected " + Dates.date(alike.expected())
                                : ", birth date not known");
    }

    // Writing.

    private void write(
            SignedInStaff me, Family family, Wanted wanted, UUID person, boolean known, String key, Instant now) {
        try {
            database.write(me.viewer(), sql -> {
                if (sql.sql("select exists (select from idempotency_key where key = :key)")
                        .param("key", key)
                        .query(Boolean.class)
                        .single()) {
                    return false;
                }
                if (!known) {
                    make(sql, me, wanted, person, now);
                }
                sql.sql("""
                                insert into family_member (authority, family, person, part, member_from)
                                values (:authority, :family, :person, :part, :today)
                                """)
                        .param("authority", me.authority())
                        .param("family", family.id())
                        .param("person", person)
                        .param("part", wanted.child() ? "child" : "adult")
                        .param("today", Dates.day(now))
                        .update();
                var household = wanted.household();
                if (household != null && !known) {
                    sql.sql("""
                                    insert into household_member (authority, id, household, person, lived_from)
                                    values (:authority, :id, :household, :person, :from::date)
                                    """)
                            .param("authority", me.authority())
                            .param("id", ids.next())
                            .param("household", household)
                            .param("person", person)
                            .param("from", wanted.born())
                            .update();
                }
                var facts = facts(family, wanted, person, known, now);
                if (!facts.isEmpty()) {
                    new KeptFacts(sql).write(me, ids, now, key, null, facts);
                }
                return true;
            });
        } catch (DataIntegrityViolationException refused) {
            // Two sendings of one form at the same time are one; somebody else may also have added the same person.
            var rule = BrokenRule.in(refused).map(BrokenRule::name).orElse("");
            if (!rule.equals("a_form_is_sent_once") && !rule.equals("a_person_is_in_a_family_once")) {
                throw refused;
            }
        }
    }

    private void make(JdbcClient sql, SignedInStaff me, Wanted wanted, UUID person, Instant now) {
        sql.sql("""
                        insert into person (authority, id, forename, surname, known_as, birth_date, expected_birth_date, sex, recorded_at)
                        values (:authority, :id, nullif(:forename, ''), :surname, nullif(:known, ''), :born::date, :expected::date,
                                :sex, :now)
                        """)
                .param("authority", me.authority())
                .param("id", person)
                .param("forename", wanted.name().get("forename"))
                .param("surname", wanted.name().get("surname"))
                .param("known", wanted.name().get("known-as"))
                .param("born", wanted.born())
                .param("expected", wanted.expected())
                .param("sex", wanted.name().get("sex"))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        if (wanted.child()) {
            sql.sql("insert into child_version (authority, child) values (:authority, :id)")
                    .param("authority", me.authority())
                    .param("id", person)
                    .update();
        }
    }

    /// The name, the birth and the relationship of somebody new, as facts of the ledger.
    private List<KeptFact> facts(Family family, Wanted wanted, UUID person, boolean known, Instant now) {
        var all = new ArrayList<KeptFact>();
        if (!known) {
            all.add(fact(family, FactKind.NAME, wanted.name(), null, List.of(person), List.of(), now));
            var expected = wanted.expected();
            all.add(fact(
                    family,
                    FactKind.BIRTH,
                    expected == null ? Map.of() : Map.of("expected", expected.toString()),
                    wanted.born(),
                    List.of(person),
                    List.of(),
                    now));
        }
        var to = wanted.to();
        if (to != null) {
            // “Mother of Ellis” of an adult; of a child, Ellis’s mother is told from the mother’s side.
            all.add(fact(
                    family,
                    FactKind.RELATIONSHIP,
                    Map.of("kind", wanted.relation()),
                    null,
                    List.of(person),
                    List.of(to),
                    now));
        }
        return all;
    }

    private KeptFact fact(
            Family family,
            FactKind kind,
            Map<String, String> body,
            @Nullable LocalDate from,
            List<UUID> about,
            List<UUID> names,
            Instant now) {
        var id = ids.next();
        return new KeptFact(
                id,
                id,
                null,
                KeptFact.Act.RECORDED,
                kind,
                family.id(),
                body,
                from,
                null,
                "",
                now,
                null,
                about,
                names,
                true);
    }

    // The page.

    private ModelAndView page(
            SignedInStaff me,
            HttpServletRequest request,
            Family family,
            Typed typed,
            List<Alike> alike,
            HttpStatus status) {
        var layout = layouts.of(request, me, "Add a person, " + family.reference(), "/families");
        var url = "/families/" + family.id();
        var parts = new ArrayList<FormPart>();
        if (!alike.isEmpty()) {
            var answers = new ArrayList<Fields.Answer>();
            alike.forEach(each -> answers.add(new Fields.Answer(
                    each.id().toString(), "It is " + words(each) + (each.here() ? ", in this family already" : ""))));
            answers.add(new Fields.Answer(NOBODY, "It is none of them, such as a twin. Make a new record"));
            parts.add(Fields.radios(typed, "same", "Is it one of these people?", null, answers));
        }
        parts.add(Fields.radios(
                typed,
                "part",
                "Who is it?",
                null,
                List.of(
                        new Fields.Answer("child", "A child or young person"),
                        new Fields.Answer("unborn", "A child who is not born yet"),
                        new Fields.Answer("adult", "An adult"))));
        for (var field : FactKind.NAME.fields()) {
            parts.add(
                    field.input() == FactField.Input.ONE
                            ? Fields.radios(
                                    typed,
                                    field.name(),
                                    field.label(),
                                    null,
                                    field.answers().stream()
                                            .map(answer -> new Fields.Answer(answer.value(), answer.label()))
                                            .toList())
                            : Fields.line(
                                    typed,
                                    field.name(),
                                    field.label(),
                                    field.hint().isEmpty() ? null : field.hint(),
                                    0));
        }
        parts.add(TypedDate.day(
                typed,
                "born",
                "Date of birth, or the expected date",
                "Of an adult it may be left empty where it is not known."));
        parts.add(Fields.select(
                typed,
                "relation",
                "Who are they?",
                "For example “mother”, and below “Ellis Rowan”.",
                FactKind.RELATIONSHIP.field("kind").answers().stream()
                        .filter(answer -> !answer.value().equals("other"))
                        .map(answer -> new Fields.Answer(answer.value(), answer.label()))
                        .toList()));
        parts.add(Fields.select(
                typed,
                "to",
                "To whom?",
                null,
                family.members().stream()
                        .map(member -> new Fields.Answer(member.id().toString(), FactWords.nameAndBirth(member)))
                        .toList()));
        var homes = new LinkedHashMap<UUID, List<String>>();
        for (var member : family.members()) {
            var household = member.household();
            if (household != null && member.died() == null) {
                homes.computeIfAbsent(household, _ -> new ArrayList<>()).add(member.name());
            }
        }
        if (!homes.isEmpty()) {
            var answers = new ArrayList<Fields.Answer>();
            homes.forEach((household, people) ->
                    answers.add(new Fields.Answer(household.toString(), "With " + FamilyViews.and(people))));
            parts.add(Fields.select(typed, "lives", "Where do they live?", null, answers));
        }
        var form = new Form(
                url + "/people/new",
                layout.csrf(),
                List.of(
                        new Hidden("key", typed.key().orElseGet(() -> ids.next().toString())),
                        new Hidden("draft", draft(family)),
                        new Hidden("page", url + "/people/new"),
                        new Hidden("by", me.staff().toString())),
                parts,
                "Add them to the family",
                List.of(new Link("Do not add anybody", url + "/members")),
                "/drafts/" + draft(family),
                drafts.saved(me, draft(family)));
        return PageOf.view(
                "families/fact",
                new FactPage(
                        typed.hasErrors() ? layout.with(typed.problems()) : layout,
                        new FamilyViews(family).identity(),
                        new Link("Members", url + "/members"),
                        "Add a person",
                        null,
                        List.of(
                                "Nothing is opened for them by this. A child is open to a service once a transfer or a contact opens it."),
                        List.of(),
                        List.of(),
                        form,
                        List.of(),
                        List.of()),
                status);
    }
}
