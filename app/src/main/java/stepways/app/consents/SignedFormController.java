package stepways.app.consents;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.record.SentForms;
import stepways.app.web.Card;
import stepways.app.web.Dates;
import stepways.app.web.Fields;
import stepways.app.web.FormPart;
import stepways.app.web.Isolated;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.NotFound;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;
import stepways.engine.run.Facts;
import tools.jackson.databind.json.JsonMapper;

/// The registration and consent form: filled in from the record with source and date, printed,
/// signed on paper, and recorded as signed by whom on which day. What was signed is what was
/// printed.
@Controller
class SignedFormController {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final ConsentDesk desk;
    private final Ledger ledger;
    private final Database database;
    private final Layouts layouts;
    private final TimeOrderedIds ids;
    private final InstantSource clock;

    SignedFormController(
            ConsentDesk desk,
            Ledger ledger,
            Database database,
            Layouts layouts,
            TimeOrderedIds ids,
            InstantSource clock) {
        this.desk = desk;
        this.ledger = ledger;
        this.database = database;
        this.layouts = layouts;
        this.ids = ids;
        this.clock = clock;
    }

    /// One line of the form and where it comes from.
    record Line(String words, String source) {}

    /// The form as it is printed.
    record Content(String agreement, List<Line> children, List<Line> people, List<Line> services, String notice) {}

    private record Stored(
            UUID id,
            String reference,
            String agreement,
            Optional<UUID> notice,
            Content content,
            Instant made,
            String by,
            List<Line> signatures) {}

    private static List<Stored> stored(JdbcClient sql, UUID family) {
        return sql.sql("""
                        select f.id, f.reference, f.agreement_key, f.notice, f.content, f.made_at, s.name as by,
                               array(select concat_ws(' ', coalesce(p.known_as, p.forename), p.surname) || '|' || g.signed_on
                                       from consent_form_signature g
                                       join person p on p.authority = g.authority and p.id = g.person
                                      where g.authority = f.authority and g.form = f.id
                                      order by g.signed_on, p.id) as signatures
                          from consent_form f
                          join staff s on s.authority = f.authority and s.id = f.made_by
                         where f.family = :family
                         order by f.made_at desc, f.id desc
                        """)
                .param("family", family)
                .query((rs, _) -> {
                    var signatures = new ArrayList<Line>();
                    for (var each : (String[]) rs.getArray("signatures").getArray()) {
                        int bar = each.lastIndexOf('|');
                        signatures.add(new Line(
                                Isolated.name(each.substring(0, bar)),
                                Dates.date(LocalDate.parse(each.substring(bar + 1)))));
                    }
                    return new Stored(
                            rs.getObject("id", UUID.class),
                            rs.getString("reference"),
                            rs.getString("agreement_key"),
                            Optional.ofNullable(rs.getObject("notice", UUID.class)),
                            JSON.readValue(rs.getString("content"), Content.class),
                            Rows.instant(rs, "made_at"),
                            rs.getString("by"),
                            signatures);
                })
                .list();
    }

    private static Stored find(JdbcClient sql, UUID family, UUID form) {
        return stored(sql, family).stream()
                .filter(each -> each.id().equals(form))
                .findFirst()
                .orElseThrow(() -> new NotFound("a form of this family"));
    }

    // Making it.

    @GetMapping("/families/{id}/consents/form")
    ModelAndView ask(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var opened = desk.open(me, id);
        var known = ConsentDesk.known();
        opened.agreements().stream()
                .filter(type -> type.signed())
                .findFirst()
                .ifPresent(type -> known.put("agreement", List.of(type.name())));
        return askPage(me, request, opened, desk.opened(me, id, "form", known));
    }

    private ModelAndView askPage(
            SignedInStaff me, HttpServletRequest request, ConsentDesk.Opened opened, ConsentDesk.Sheet sheet) {
        var earlier =
                database.read(me.viewer(), sql -> stored(sql, opened.family().id()));
        var content = database.read(me.viewer(), sql -> content(sql, opened, ""));
        var cards = new ArrayList<Card>();
        cards.add(new Card(
                "known",
                "What the record knows",
                Card.Tone.WASH,
                List.of("The form is filled in with this. What is wrong is put right on the record first."),
                List.of(),
                java.util.stream.Stream.of(content.children(), content.people(), content.services())
                        .flatMap(List::stream)
                        .map(line -> new Card.Line(line.words(), line.source(), null))
                        .toList()));
        if (!earlier.isEmpty()) {
            cards.add(new Card(
                    "earlier",
                    "Forms made before",
                    Card.Tone.PLAIN,
                    List.of(),
                    List.of(),
                    earlier.stream()
                            .map(form -> new Card.Line(
                                    null,
                                    form.content().agreement() + ", " + Dates.date(form.made()) + ". "
                                            + (form.signatures().isEmpty()
                                                    ? "Not signed yet"
                                                    : "Signed by "
                                                            + Words.and(form.signatures().stream()
                                                                    .map(each -> each.words() + " on " + each.source())
                                                                    .toList())),
                                    new Link(form.reference(), opened.url() + "/forms/" + form.id())))
                            .toList()));
        }
        return desk.page(
                me,
                request,
                opened,
                new ConsentDesk.Around(
                        "Registration and consent form",
                        "/form",
                        "Make the form",
                        List.of("You print it, the family signs it, and you record who signed on which day."),
                        cards),
                sheet,
                List.of(Fields.radios(
                        sheet.typed(),
                        "agreement",
                        "Agreement to what?",
                        null,
                        opened.agreements().stream()
                                .map(type -> new Fields.Answer(
                                        type.name(),
                                        type.title(),
                                        type.signed() ? "The procedure wants it signed." : null,
                                        List.of()))
                                .toList())),
                List.of());
    }

    private static Content content(JdbcClient sql, ConsentDesk.Opened opened, String agreement) {
        var family = opened.family().id();
        var children = new ArrayList<Line>();
        var people = new ArrayList<Line>();
        sql.sql("""
                        select m.part, p.id, p.authority_person_id, p.recorded_at
                          from family_member m
                          join person p on p.authority = m.authority and p.id = m.person
                         where m.family = :family
                           and p.died_on is null
                           and p.restriction <> 'hidden'
                         order by p.birth_date nulls last, p.id
                        """).param("family", family).query(rs -> {
            var id = rs.getObject("id", UUID.class);
            var source = (rs.getString("authority_person_id") == null
                            ? "the family’s record, "
                            : "case system number " + rs.getString("authority_person_id") + ", ")
                    + Dates.date(Rows.instant(rs, "recorded_at"));
            if (rs.getString("part").equals("child")) {
                opened.family()
                        .child(id)
                        .ifPresent(child -> children.add(new Line(child.name() + ", " + child.birth(), source)));
            } else {
                opened.person(id.toString())
                        .ifPresent(person -> people.add(new Line(person.name() + ", " + person.why(), source)));
            }
        });
        var services = new ArrayList<Line>();
        sql.sql("""
                        select e.service, e.source_system, e.opened_at,
                               array_agg(e.child order by e.child) as children
                          from episode e
                         where e.child = any(:children)
                           and e.closed_at is null
                         group by e.service, e.source_system, e.opened_at
                         order by e.opened_at, e.service
                        """).param("children", opened.children().toArray(UUID[]::new)).query(rs -> {
            services.add(new Line(
                    opened.policy()
                                    .service(rs.getString("service"))
                                    .map(service -> service.title())
                                    .orElse(rs.getString("service"))
                            + ", for "
                            + opened.firsts(
                                    List.of((UUID[]) rs.getArray("children").getArray())),
                    (rs.getString("source_system") == null ? "this record" : rs.getString("source_system")) + ", since "
                            + Dates.date(Rows.instant(rs, "opened_at"))));
        });
        var notice = new Notices(sql).inForce(Dates.day(opened.now()));
        return new Content(
                agreement.isEmpty() ? "" : ConsentsController.title(opened, agreement),
                children,
                people,
                services,
                notice.map(each -> each.title() + ", version " + each.version()).orElse(""));
    }

    @PostMapping("/families/{id}/consents/form")
    ModelAndView make(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var opened = desk.open(me, id);
        var typed = Typed.posted(request);
        var type = opened.agreements().stream()
                .filter(each -> each.name().equals(typed.value("agreement")))
                .findFirst();
        if (type.isEmpty()) {
            typed.fail("agreement", "Choose what the form is about");
            return askPage(me, request, opened, desk.wrong(me, id, "form", typed));
        }
        var key = typed.key().orElseGet(() -> UUID.randomUUID().toString());
        var made = database.write(me.viewer(), sql -> {
            var sent = new SentForms(sql, me);
            var before = sent.before(key, "consent-form");
            if (before.isPresent()) {
                return before.get();
            }
            var form = ids.next();
            var now = clock.instant();
            sql.sql("""
                            insert into consent_form (authority, id, family, reference, agreement_key, notice, content, made_at, made_by)
                            values (:authority, :id, :family, 'R-' || nextval('reference_number'), :agreement, :notice::uuid,
                                    :content, :now, :me)
                            """)
                    .param("authority", me.authority())
                    .param("id", form)
                    .param("family", id)
                    .param("agreement", type.get().name())
                    .param(
                            "notice",
                            new Notices(sql)
                                    .inForce(Dates.day(opened.now()))
                                    .map(Notices.Notice::id)
                                    .orElse(null))
                    .param(
                            "content",
                            JSON.writeValueAsString(
                                    content(sql, opened, type.get().name())))
                    .param("now", Rows.at(now))
                    .param("me", me.staff())
                    .update();
            sent.remember(key, "consent-form", form, now);
            return form;
        });
        desk.done(me, id, "form");
        return new ModelAndView("redirect:" + opened.url() + "/forms/" + made);
    }

    // Printing it.

    @GetMapping("/families/{id}/consents/forms/{form}")
    ModelAndView show(
            @PathVariable UUID id,
            @PathVariable UUID form,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request) {
        var opened = desk.open(me, id);
        var stored = database.read(me.viewer(), sql -> find(sql, id, form));
        return PageOf.view(
                "consents/signed-form",
                new SignedFormPage(
                        layouts.of(request, me, "Consent form " + stored.reference(), "/families"),
                        opened.family().identity(),
                        opened.family().tabs("consents"),
                        new Link("Consent and sharing", opened.url()),
                        "Registration and consent",
                        stored.reference() + ", made on " + Dates.date(stored.made()) + " by " + stored.by(),
                        stored.content().agreement(),
                        lines(stored.content().children()),
                        lines(stored.content().people()),
                        lines(stored.content().services()),
                        stored.content().notice(),
                        stored.signatures().stream()
                                .map(each -> each.words() + ", " + each.source())
                                .toList(),
                        new Link("Record who signed it", opened.url() + "/forms/" + form + "/signed")));
    }

    private static List<SignedFormPage.Line> lines(List<Line> lines) {
        return lines.stream()
                .map(line -> new SignedFormPage.Line(line.words(), line.source()))
                .toList();
    }

    // Recording who signed.

    @GetMapping("/families/{id}/consents/forms/{form}/signed")
    ModelAndView askSigned(
            @PathVariable UUID id,
            @PathVariable UUID form,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request) {
        var opened = desk.open(me, id);
        var known = ConsentDesk.known("language", "English", "judged-by", me.staff());
        ConsentDesk.day(known, "signed", Dates.day(opened.now()));
        return signedPage(me, request, opened, form, desk.opened(me, id, "signed-" + form, known));
    }

    private ModelAndView signedPage(
            SignedInStaff me,
            HttpServletRequest request,
            ConsentDesk.Opened opened,
            UUID form,
            ConsentDesk.Sheet sheet) {
        var stored = database.read(me.viewer(), sql -> find(sql, opened.family().id(), form));
        var typed = sheet.typed();
        var parts = new ArrayList<FormPart>();
        parts.add(Fields.radios(
                typed,
                "person",
                "Who signed?",
                "One person at a time: each signature is an answer of its own.",
                opened.people().stream()
                        .filter(WhoCanAgree.Person::can)
                        .map(person -> new Fields.Answer(
                                person.id().toString(), person.name(), Words.sentence(person.why()) + ".", List.of()))
                        .toList()));
        parts.add(TypedDate.day(typed, "signed", "On which day?", "The day that stands beside the signature."));
        parts.add(Fields.line(typed, "language", "In which language was it explained?", null, 20));
        parts.add(Fields.line(typed, "interpreter", "Who interpreted?", "Leave it empty if it was in English.", 0));
        if (stored.notice().isPresent()) {
            parts.add(new FormPart.Checkboxes(
                    "notice",
                    "Privacy notice",
                    null,
                    List.of(new FormPart.Choice(
                            "given",
                            stored.content().notice() + " was given with it",
                            null,
                            List.of(),
                            typed.chose("notice", "given"),
                            List.of())),
                    null));
        }
        if (opened.people().stream().anyMatch(WhoCanAgree.Person::judge)) {
            parts.add(Fields.area(
                    typed,
                    "judged-because",
                    "If a young person under 16 signed: why did you judge that they understand it?",
                    null,
                    2));
        }
        return desk.page(
                me,
                request,
                opened,
                new ConsentDesk.Around(
                        "Record who signed " + stored.reference(),
                        "/forms/" + form + "/signed",
                        "Record the signature",
                        List.of("Agreement to: " + stored.content().agreement() + "."),
                        List.of()),
                sheet,
                parts,
                List.of());
    }

    @PostMapping("/families/{id}/consents/forms/{form}/signed")
    ModelAndView signed(
            @PathVariable UUID id,
            @PathVariable UUID form,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var opened = desk.open(me, id);
        var stored = database.read(me.viewer(), sql -> find(sql, id, form));
        var typed = Typed.posted(request);
        var person = opened.person(typed.value("person")).filter(WhoCanAgree.Person::can);
        if (person.isEmpty()) {
            typed.fail("person", "Choose who signed");
        }
        var on = TypedDate.readPastDay(
                typed,
                "signed",
                opened.now(),
                "Enter the day it was signed",
                "The day it was signed cannot be in the future");
        on.filter(day -> day.isBefore(Dates.day(stored.made())))
                .ifPresent(_ -> typed.fail(
                        "signed",
                        "It was made on " + Dates.date(stored.made()) + " and cannot have been signed before"));
        var language = typed.text("language", "Enter the language in which it was explained");
        var interpreter = typed.optional("interpreter");
        if (!language.isEmpty() && !language.equalsIgnoreCase("English") && interpreter.isEmpty()) {
            typed.fail("interpreter", "Say who interpreted, or that whoever explained it speaks " + language);
        }
        var because = typed.optional("judged-because");
        boolean young = person.filter(WhoCanAgree.Person::judge).isPresent();
        if (young && because.isEmpty()) {
            typed.fail("judged-because", "Say why they were judged to understand what they signed");
        }
        if (typed.hasErrors()) {
            return signedPage(me, request, opened, form, desk.wrong(me, id, "signed-" + form, typed));
        }
        var who = person.orElseThrow();
        var day = on.orElseThrow();
        // The day of today means now; an earlier day is kept as its midday, since no hour stands beside a signature.
        var happened = day.equals(Dates.day(opened.now()))
                ? opened.now()
                : day.atTime(12, 0).atZone(Dates.ZONE).toInstant();
        var words = "Form " + stored.reference() + ", signed on " + Dates.date(day);
        var key = typed.key().orElseGet(() -> UUID.randomUUID().toString());
        var written = ledger.write(
                me,
                id,
                new Ledger.New(
                        stored.agreement(),
                        who.id(),
                        new LinkedHashSet<>(who.children()),
                        Facts.Given.GIVEN,
                        happened,
                        new Answer.Details(
                                me.staff(),
                                me.name(),
                                "signed-form",
                                language,
                                interpreter.isEmpty() ? null : interpreter,
                                "",
                                "",
                                null,
                                null,
                                null,
                                words,
                                young ? me.staff() : null,
                                null,
                                young ? because : null),
                        words),
                Optional.empty(),
                key);
        boolean given = typed.chose("notice", "given") && stored.notice().isPresent();
        database.write(me.viewer(), sql -> {
            int signed = sql.sql("""
                            insert into consent_form_signature (authority, form, person, signed_on, asking, recorded_at, recorded_by)
                            values (:authority, :form, :person, :on, :asking::uuid, :now, :me)
                            on conflict (authority, form, person) do nothing
                            """)
                    .param("authority", me.authority())
                    .param("form", form)
                    .param("person", who.id())
                    .param("on", day)
                    .param("asking", written.asking())
                    .param("now", Rows.at(clock.instant()))
                    .param("me", me.staff())
                    .update();
            if (signed == 1 && given) {
                new Notices(sql)
                        .give(
                                ids,
                                me,
                                id,
                                stored.notice().orElseThrow(),
                                who.id(),
                                day,
                                "in-person",
                                language,
                                clock.instant());
            }
            return signed;
        });
        desk.done(me, id, "signed-" + form);
        flash.addFlashAttribute(
                Layouts.NOTICE,
                "Recorded: " + who.name() + " signed " + stored.reference() + " on " + Dates.date(day) + ".");
        return new ModelAndView("redirect:" + opened.url());
    }
}
