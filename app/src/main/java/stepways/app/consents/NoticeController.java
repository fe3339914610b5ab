package stepways.app.consents;

import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.access.Grants;
import stepways.app.database.BrokenRule;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.procedures.Procedures;
import stepways.app.record.SentForms;
import stepways.app.web.Dates;
import stepways.app.web.Fields;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.Hidden;
import stepways.app.web.Layouts;
import stepways.app.web.NotYours;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;

/// The council's privacy notices, version by version, and giving one to a family.
@Controller
class NoticeController {

    private final ConsentDesk desk;
    private final Database database;
    private final Procedures procedures;
    private final Layouts layouts;
    private final TimeOrderedIds ids;
    private final InstantSource clock;

    NoticeController(
            ConsentDesk desk,
            Database database,
            Procedures procedures,
            Layouts layouts,
            TimeOrderedIds ids,
            InstantSource clock) {
        this.desk = desk;
        this.database = database;
        this.procedures = procedures;
        this.layouts = layouts;
        this.ids = ids;
        this.clock = clock;
    }

    @GetMapping("/privacy-notices")
    ModelAndView notices(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        return page(me, request, Typed.nothing(), HttpStatus.OK);
    }

    /// A notice is published by whoever manages.
    private boolean mayPublish(SignedInStaff me) {
        return database.read(me.viewer(), sql -> {
            var policy = procedures.active(me.viewer().authority(), sql);
            return new Grants(sql)
                    .actor(policy, me.viewer().staff(), clock.instant()).grants().stream()
                            .anyMatch(grant -> policy.knowsRole(grant.role())
                                    && policy.role(grant.role()).manages());
        });
    }

    private ModelAndView page(SignedInStaff me, HttpServletRequest request, Typed typed, HttpStatus status) {
        var all = database.read(me.viewer(), sql -> new Notices(sql).all());
        var layout = layouts.of(request, me, "Privacy notices", "/families");
        if (typed.hasErrors()) {
            layout = layout.with(typed.problems());
        }
        var today = Dates.day(clock.instant());
        var inForce =
                all.stream().filter(notice -> !notice.from().isAfter(today)).findFirst();
        var form = new Form(
                "/privacy-notices",
                layout.csrf(),
                List.of(new Hidden("key", typed.key().orElseGet(() -> ids.next().toString()))),
                List.of(
                        Fields.line(typed, "version", "Version", "As it stands on the notice, such as 3.1.", 10),
                        Fields.line(typed, "title", "Title", null, 0),
                        TypedDate.day(typed, "from", "From which day is it in force?", null),
                        Fields.area(typed, "body", "The whole text", "It is printed as it stands here.", 12)),
                "Publish this version",
                List.of(),
                null,
                null);
        return PageOf.view(
                "consents/notices",
                new NoticesPage(
                        layout,
                        "Privacy notices",
                        all.stream()
                                .map(notice -> new NoticesPage.Notice(
                                        "notice-" + notice.id(),
                                        notice.title() + ", version " + notice.version(),
                                        notice.from().isAfter(today)
                                                ? "In force from " + Dates.date(notice.from())
                                                : inForce.filter(now -> now.id().equals(notice.id()))
                                                                .isPresent()
                                                        ? "In force since " + Dates.date(notice.from())
                                                        : "From " + Dates.date(notice.from()) + ", replaced since",
                                        notice.body().lines().toList(),
                                        inForce.filter(now -> now.id().equals(notice.id()))
                                                .isPresent()))
                                .toList(),
                        mayPublish(me) ? form : null),
                status);
    }

    @PostMapping("/privacy-notices")
    ModelAndView publish(
            @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, RedirectAttributes flash) {
        if (!mayPublish(me)) {
            throw new NotYours("A manager publishes the privacy notice", "Ask your manager.");
        }
        var typed = Typed.posted(request);
        var version = typed.text("version", "Enter the version");
        if (version.length() > 40) {
            typed.fail("version", "Shorten the version to 40 characters");
        }
        var title = typed.text("title", "Enter the title");
        var from = TypedDate.readDay(typed, "from", "Enter the day from which it is in force");
        var body = typed.text("body", "Enter the text of the notice");
        if (typed.hasErrors()) {
            return page(me, request, typed, HttpStatus.BAD_REQUEST);
        }
        try {
            database.write(
                    me.viewer(),
                    sql -> new Notices(sql)
                            .publish(ids, me, version, title, body, from.orElseThrow(), clock.instant()));
        } catch (DataIntegrityViolationException refusal) {
            if (BrokenRule.in(refusal)
                    .filter(rule -> rule.name().equals("a_version_of_the_notice_is_used_once"))
                    .isEmpty()) {
                throw refusal;
            }
            typed.fail(
                    "version", "There is a version " + version + " already. A notice that was given is never changed");
            return page(me, request, typed, HttpStatus.BAD_REQUEST);
        }
        flash.addFlashAttribute(Layouts.NOTICE, "Published: version " + version + ".");
        return new ModelAndView("redirect:/privacy-notices");
    }

    // Given to a family.

    @GetMapping("/families/{id}/consents/notice")
    ModelAndView ask(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var opened = desk.open(me, id);
        var known = ConsentDesk.known("language", "English");
        ConsentDesk.day(known, "given", Dates.day(opened.now()));
        var notices = database.read(me.viewer(), sql -> new Notices(sql).all());
        notices.stream()
                .filter(notice -> !notice.from().isAfter(Dates.day(opened.now())))
                .findFirst()
                .ifPresent(notice -> known.put("notice", List.of(notice.id().toString())));
        return givePage(me, request, opened, notices, desk.opened(me, id, "notice", known));
    }

    private ModelAndView givePage(
            SignedInStaff me,
            HttpServletRequest request,
            ConsentDesk.Opened opened,
            List<Notices.Notice> notices,
            ConsentDesk.Sheet sheet) {
        var typed = sheet.typed();
        var parts = new ArrayList<FormPart>();
        parts.add(Fields.radios(
                typed,
                "notice",
                "Which version?",
                notices.isEmpty() ? "The council has put no privacy notice here yet. A manager publishes one." : null,
                notices.stream()
                        .map(notice -> new Fields.Answer(
                                notice.id().toString(),
                                notice.title() + ", version " + notice.version(),
                                "From " + Dates.date(notice.from()),
                                List.of()))
                        .toList()));
        parts.add(Fields.radios(
                typed,
                "person",
                "To whom?",
                null,
                opened.people().stream()
                        .map(person -> new Fields.Answer(person.id().toString(), person.name()))
                        .toList()));
        parts.add(TypedDate.day(typed, "given", "On which day?", null));
        parts.add(Fields.select(typed, "how", "How?", null, ConsentDesk.HOW.subList(0, 4)));
        parts.add(Fields.line(typed, "language", "In which language?", null, 20));
        return desk.page(
                me,
                request,
                opened,
                new ConsentDesk.Around(
                        "Give the privacy notice", "/notice", "Record that it was given", List.of(), List.of()),
                sheet,
                parts,
                List.of());
    }

    @PostMapping("/families/{id}/consents/notice")
    ModelAndView give(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var opened = desk.open(me, id);
        var notices = database.read(me.viewer(), sql -> new Notices(sql).all());
        var typed = Typed.posted(request);
        var notice = notices.stream()
                .filter(each -> each.id().toString().equals(typed.value("notice")))
                .findFirst();
        if (notices.isEmpty()) {
            typed.fail("person", "There is no privacy notice yet that could have been given. Add its first version");
        } else if (notice.isEmpty()) {
            typed.fail("notice", "Choose the version that was given");
        }
        var person = opened.person(typed.value("person"));
        if (person.isEmpty()) {
            typed.fail("person", "Choose to whom it was given");
        }
        var on = TypedDate.readPastDay(
                typed,
                "given",
                opened.now(),
                "Enter the day it was given",
                "The day it was given cannot be in the future");
        var how = ConsentDesk.HOW.stream()
                .map(Fields.Answer::value)
                .filter(typed.value("how")::equals)
                .findFirst();
        if (how.isEmpty()) {
            typed.fail("how", "Choose how it was given");
        }
        var language = typed.text("language", "Enter the language of the notice");
        if (typed.hasErrors()) {
            return givePage(me, request, opened, notices, desk.wrong(me, id, "notice", typed));
        }
        var key = typed.key().orElseGet(() -> UUID.randomUUID().toString());
        database.write(me.viewer(), sql -> {
            var sent = new SentForms(sql, me);
            if (sent.before(key, "privacy-notice").isPresent()) {
                return false;
            }
            var given = new Notices(sql)
                    .give(
                            ids,
                            me,
                            id,
                            notice.orElseThrow().id(),
                            person.orElseThrow().id(),
                            on.orElseThrow(),
                            how.orElseThrow(),
                            language,
                            clock.instant());
            sent.remember(key, "privacy-notice", given, clock.instant());
            return true;
        });
        desk.done(me, id, "notice");
        flash.addFlashAttribute(
                Layouts.NOTICE,
                "Recorded: " + person.orElseThrow().name() + " was given version "
                        + notice.orElseThrow().version() + ".");
        return new ModelAndView("redirect:" + opened.url());
    }
}
