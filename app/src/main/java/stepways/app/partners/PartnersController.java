package stepways.app.partners;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import stepways.app.access.AccessLog;
import stepways.app.access.Grants;
import stepways.app.access.WorkingRelationship;
import stepways.app.consents.MayShare;
import stepways.app.consents.Recipient;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.outgoing.MailSettings;
import stepways.app.outgoing.Outbox;
import stepways.app.procedures.Procedures;
import stepways.app.record.Casework;
import stepways.app.record.Loaded;
import stepways.app.record.RunReader;
import stepways.app.web.Action;
import stepways.app.web.Citing;
import stepways.app.web.Dates;
import stepways.app.web.Fact;
import stepways.app.web.Fields;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.Hidden;
import stepways.app.web.Isolated;
import stepways.app.web.Layout;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.NotFound;
import stepways.app.web.PageOf;
import stepways.app.web.Problem;
import stepways.app.web.Problems;
import stepways.app.web.RefusalText;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Tag;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;
import stepways.engine.policy.Item;
import stepways.engine.policy.Policy;
import stepways.engine.run.Actor;
import stepways.engine.run.Command;
import stepways.engine.run.ItemKey;

/// Asks somebody from outside to lead, and records what they said where they did not use the link.
@Controller
class PartnersController {

    private static final int LONGEST_LINE = 200;
    private static final int LONGEST_ASK = 1_000;
    private static final int LONGEST_DAYS = 60;

    private final Database database;
    private final Procedures procedures;
    private final Casework casework;
    private final Layouts layouts;
    private final AccessLog log;
    private final MailSettings mail;
    private final TimeOrderedIds ids;
    private final InstantSource clock;

    PartnersController(
            Database database,
            Procedures procedures,
            Casework casework,
            Layouts layouts,
            AccessLog log,
            MailSettings mail,
            TimeOrderedIds ids,
            InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.casework = casework;
        this.layouts = layouts;
        this.log = log;
        this.mail = mail;
        this.ids = ids;
        this.clock = clock;
    }

    /// A transfer, for somebody who works with it.
    private record Desk(
            SignedInStaff me,
            Loaded loaded,
            Policy policy,
            Actor actor,
            Instant now,
            List<LeadRoles.Asked> asks,
            List<Links.Link> links,
            List<Links.Partner> partners,
            String responsible) {

        String url() {
            return "/transfers/" + loaded.id() + "/lead";
        }

        String caption() {
            return policy.pathway(loaded.run().pathway()).title() + " " + loaded.reference();
        }

        /// The partner whom the transfer names for a role; only they can be asked then.
        Optional<UUID> named(String role) {
            return LeadRoles.named(policy, loaded.run(), role)
                    .filter(who -> who.startsWith("partner:"))
                    .map(who -> UUID.fromString(who.substring("partner:".length())));
        }
    }

    private Desk desk(JdbcClient sql, SignedInStaff me, UUID run) {
        var now = clock.instant();
        var loaded = new RunReader(sql).load(run, now).orElseThrow(() -> new NotFound("a transfer"));
        var policy = procedures.of(me.viewer().authority(), loaded.run().policy(), sql);
        var actor = new Grants(sql).actor(policy, me.viewer().staff(), now);
        new WorkingRelationship(sql, me, now).mustReachRun(policy, loaded.run(), run, actor);
        if (!LeadRoles.anyIn(policy, policy.pathway(loaded.run().pathway()))) {
            throw new NotFound("a lead from outside in this transfer");
        }
        var links = new Links(sql, me.viewer().authority());
        return new Desk(
                me,
                loaded,
                policy,
                actor,
                now,
                LeadRoles.now(policy, loaded.run()),
                links.of(run),
                links.partners(),
                responsible(sql, loaded));
    }

    private static String responsible(JdbcClient sql, Loaded loaded) {
        var names = sql.sql("""
                        select distinct coalesce(s.name, pp.name || ', ' || pp.organisation, 'the duty holder of ' || t.title)
                          from allocation a
                          left join staff s on s.authority = a.authority and s.id = a.staff
                          left join partner_professional pp on pp.authority = a.authority and pp.id = a.partner
                          left join team t on t.authority = a.authority and t.id = a.duty_of_team
                         where a.child = any(:children)
                           and a.part = 'lead'
                           and a.held_until is null
                         order by 1
                        """)
                .param(
                        "children",
                        loaded.run().children().stream()
                                .map(child -> UUID.fromString(child.value()))
                                .toArray(UUID[]::new))
                .query(String.class)
                .list();
        return names.isEmpty() ? "nobody" : String.join(" and ", names);
    }

    @GetMapping("/transfers/{id}/lead")
    ModelAndView show(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var desk = database.read(me.viewer(), sql -> desk(sql, me, id));
        log.openedRun(me, id, desk.loaded().family().orElse(null));
        return page(desk, Typed.nothing(), null, HttpStatus.OK, request);
    }

    // Asking.

    @PostMapping("/transfers/{id}/lead/ask")
    ModelAndView ask(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var typed = Typed.posted(request);
        var desk = database.read(me.viewer(), sql -> desk(sql, me, id));
        var asked = asked(desk, typed);
        var partner = partner(desk, typed, asked);
        var words = typed.text("asks", "Say what you ask of them");
        if (words.length() > LONGEST_ASK) {
            typed.fail("asks", "Shorten this to %,d characters".formatted(LONGEST_ASK));
        }
        var by = TypedDate.readDay(typed, "by", "Enter the day by which you need the answer")
                .filter(day -> isADayToCome(typed, day, desk.now()));
        boolean mailed = typed.value("how").equals("mail");
        if (!mailed && !typed.value("how").equals("self")) {
            typed.fail("how", "Choose how the link gets to them");
        }
        if (mailed && partner.isPresent() && partner.get().email() == null) {
            typed.fail(
                    "how",
                    "No email address of theirs is on record. Send the link yourself, or add them once more with it");
        }
        if (partner.isPresent() && asked.isPresent() && !typed.hasErrors()) {
            var share = share(me, desk, partner.get());
            if (share instanceof MayShare.Answer.No no) {
                typed.fail("partner", no.words() + " " + no.wayOn());
            }
        }
        if (typed.hasErrors() || asked.isEmpty() || partner.isEmpty() || by.isEmpty()) {
            return page(desk, typed, typed.problems(), HttpStatus.BAD_REQUEST, request);
        }
        nameThem(me, desk, asked.get(), partner.get());
        var code = Secrets.code();
        var token = mailed ? null : Secrets.Token.fresh(me.viewer().authority());
        var made = database.write(me.viewer(), sql -> {
            var now = desk(sql, me, id);
            var links = new Links(sql, me.viewer().authority());
            var link = ids.next();
            boolean fresh = links.make(
                    link,
                    id,
                    partner.get().id(),
                    asked.get(),
                    Links.stageSeq(now.loaded()),
                    words,
                    basis(sql, now, partner.get()),
                    by.get(),
                    by.get().plusDays(1).atStartOfDay(Dates.ZONE).toInstant(),
                    token == null ? null : token.hash(),
                    Secrets.hash(code),
                    me.staff(),
                    clock.instant());
            if (fresh && mailed) {
                queue(sql, me, id, link, 1);
            }
            return fresh;
        });
        if (!made) {
            var now = database.read(me.viewer(), sql -> desk(sql, me, id));
            return page(
                    now,
                    typed,
                    new Problems(
                            "They have been asked already",
                            List.of(new Problem(
                                    partner.get().name()
                                            + " has a link that is still open, below. Give it a new code, or take it back first.",
                                    null,
                                    List.of(),
                                    null))),
                    HttpStatus.CONFLICT,
                    request);
        }
        return made(desk, code, token, partner.get(), mailed, request);
    }

    private static boolean isADayToCome(Typed typed, LocalDate day, Instant now) {
        var today = Dates.day(now);
        if (day.isBefore(today)) {
            typed.fail("by", "The day by which you need the answer is over. Enter a day to come");
            return false;
        }
        if (day.isAfter(today.plusDays(LONGEST_DAYS))) {
            typed.fail("by", "A link is open for " + LONGEST_DAYS + " days at most. Enter an earlier day");
            return false;
        }
        return true;
    }

    private static Optional<LeadRoles.Asked> asked(Desk desk, Typed typed) {
        var found = desk.asks().stream()
                .filter(each -> each.item().name().equals(typed.value("item")))
                .findFirst();
        if (found.isEmpty()) {
            typed.fail("item", "Nothing of this kind can be asked of a partner now");
        }
        return found;
    }

    private static Optional<Links.Partner> partner(Desk desk, Typed typed, Optional<LeadRoles.Asked> asked) {
        var named = asked.flatMap(each -> desk.named(each.role()));
        var wanted = named.map(UUID::toString).orElse(typed.value("partner"));
        var found = desk.partners().stream()
                .filter(each -> each.id().toString().equals(wanted))
                .findFirst();
        if (found.isEmpty()) {
            typed.fail("partner", "Choose whom you ask. Somebody who is not on the list is added below");
        }
        return found;
    }

    private MayShare.Answer share(SignedInStaff me, Desk desk, Links.Partner partner) {
        return database.read(me.viewer(), sql -> share(sql, desk, partner));
    }

    private MayShare.Answer share(JdbcClient sql, Desk desk, Links.Partner partner) {
        var children = desk.loaded().run().children().stream()
                .filter(child -> !desk.loaded().run().died().contains(child))
                .map(child -> UUID.fromString(child.value()))
                .toList();
        return children.isEmpty()
                ? new MayShare.Answer.No(
                        MayShare.Because.NOT_ASKED,
                        "Every child of this transfer has died.",
                        "Nobody is asked any more.")
                : new MayShare(sql)
                        .with(
                                Recipient.professional(partner.name(), partner.organisation()),
                                "",
                                children,
                                clock.instant());
    }

    private String basis(JdbcClient sql, Desk desk, Links.Partner partner) {
        return share(sql, desk, partner).words();
    }

    /// Where the procedure has the lead named in this stage, whoever is asked is named there first.
    private void nameThem(SignedInStaff me, Desk desk, LeadRoles.Asked asked, Links.Partner partner) {
        LeadRoles.toBeNamed(desk.policy(), desk.loaded().run(), asked.role())
                .ifPresent(item -> casework.submit(
                        me.viewer(),
                        desk.loaded().id(),
                        new Casework.Form(
                                UUID.randomUUID().toString(),
                                desk.loaded().run().seq(),
                                Optional.empty()),
                        _ -> new Command.Request.DoItem(
                                ItemKey.forFamily(item.name()), "partner:" + partner.id(), Optional.empty())));
    }

    private void queue(JdbcClient sql, SignedInStaff me, UUID run, UUID link, int number) {
        var message = new Outbox(sql, me.viewer().authority(), ids)
                .queue(
                        "partner-link:" + link + ":" + number,
                        LinkMail.KIND,
                        Map.of("link", link.toString()),
                        Optional.of(run),
                        new Outbox.From(me.staff(), null, null),
                        clock.instant());
        new Links(sql, me.viewer().authority()).sentAs(link, message);
    }

    private ModelAndView made(
            Desk desk,
            String code,
            Secrets.@Nullable Token token,
            Links.Partner partner,
            boolean mailed,
            HttpServletRequest request) {
        var words = new ArrayList<String>();
        words.add("Say the code to " + partner.name()
                + " by telephone, on a number that you know to be theirs"
                + (partner.telephone() == null ? "" : " (" + partner.telephone() + ")")
                + ". Never in the same mail as the link.");
        words.add("Both are shown once and kept nowhere. If they are lost, make new ones.");
        if (mailed) {
            words.add(
                    mail.sends()
                            ? "The link leaves by mail with the next round of sending."
                            : "No mail server is set, so the link does not leave. Make a link that you send yourself.");
        }
        return PageOf.view(
                "partners/made",
                new MadePage(
                        layouts.of(
                                request,
                                desk.me(),
                                "Code for a partner, " + desk.loaded().reference(),
                                "/families"),
                        new Link("Who is asked to lead", desk.url()),
                        "Code for " + partner.name(),
                        code.substring(0, 3) + " " + code.substring(3),
                        token == null ? null : whole("/lead/" + token.whole()),
                        words));
    }

    private String whole(String path) {
        var link = mail.link(path);
        return link.startsWith("/")
                ? ServletUriComponentsBuilder.fromCurrentContextPath()
                        .path(path)
                        .build()
                        .toUriString()
                : link;
    }

    private Links.Link link(JdbcClient sql, SignedInStaff me, UUID run, UUID link) {
        desk(sql, me, run);
        return new Links(sql, me.viewer().authority())
                .find(link)
                .filter(found -> found.run().equals(run))
                .orElseThrow(() -> new NotFound("a link of this transfer"));
    }

    /// A new code, and a new link where somebody sends it themselves: the earlier ones open nothing any more.
    @PostMapping("/transfers/{id}/lead/{link}/new-code")
    ModelAndView newCode(
            @PathVariable UUID id,
            @PathVariable UUID link,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var typed = Typed.posted(request);
        boolean whole = typed.value("whole").equals("yes");
        var code = Secrets.code();
        var token = whole ? Secrets.Token.fresh(me.viewer().authority()) : null;
        boolean made = database.write(me.viewer(), sql -> {
            var found = link(sql, me, id, link);
            var links = new Links(sql, me.viewer().authority());
            return links.code(found.id(), Secrets.hash(code), clock.instant())
                    && (token == null || links.token(found.id(), token.hash(), clock.instant()));
        });
        if (!made) {
            flash.addFlashAttribute(Layouts.NOTICE, "Nothing was changed: the link is not open any more.");
            return new ModelAndView("redirect:/transfers/" + id + "/lead");
        }
        record Shown(Desk desk, Links.Link link) {}
        var shown = database.read(me.viewer(), sql -> new Shown(desk(sql, me, id), link(sql, me, id, link)));
        return made(shown.desk(), code, token, shown.link().partner(), false, request);
    }

    @PostMapping("/transfers/{id}/lead/{link}/take-back")
    ModelAndView takeBack(
            @PathVariable UUID id,
            @PathVariable UUID link,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var typed = Typed.posted(request);
        var because = typed.text("because", "Say why it is taken back");
        if (because.length() > LONGEST_ASK) {
            typed.fail("because", "Shorten this to %,d characters".formatted(LONGEST_ASK));
        }
        if (typed.hasErrors()) {
            var desk = database.read(me.viewer(), sql -> {
                link(sql, me, id, link);
                return desk(sql, me, id);
            });
            return page(desk, typed, typed.problems(), HttpStatus.BAD_REQUEST, request);
        }
        boolean revoked = database.write(me.viewer(), sql -> {
            var found = link(sql, me, id, link);
            var links = new Links(sql, me.viewer().authority());
            links.lock(found.id());
            return links.revoke(found.id(), me.staff(), because, clock.instant());
        });
        flash.addFlashAttribute(
                Layouts.NOTICE,
                revoked
                        ? "Taken back: the link opens nothing any more."
                        : "It could not be taken back: it has been answered.");
        return new ModelAndView("redirect:/transfers/" + id + "/lead");
    }

    // Partners, and what they said without a link.

    @PostMapping("/transfers/{id}/lead/partners")
    ModelAndView add(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var typed = Typed.posted(request);
        var desk = database.read(me.viewer(), sql -> desk(sql, me, id));
        var name = line(typed, "name", "Enter their name");
        var organisation = line(typed, "organisation", "Enter where they work");
        var job = ifAny(typed, "job");
        var email = ifAny(typed, "email");
        if (!email.isEmpty() && !email.matches("[^@\\s<>,;\"]+@[^@\\s<>,;\"]+\\.[^@\\s<>,;\"]+")) {
            typed.fail("email", "Enter one email address, such as name@school.example");
        }
        var telephone = ifAny(typed, "telephone");
        if (!telephone.isEmpty() && !telephone.matches("[0-9+() -]{5,30}")) {
            typed.fail("telephone", "Enter a telephone number, such as 01632 960001");
        }
        if (typed.hasErrors()) {
            return page(desk, typed, typed.problems(), HttpStatus.BAD_REQUEST, request);
        }
        var key = typed.key().map(UUID::fromString).orElseGet(ids::next);
        database.write(
                me.viewer(),
                sql -> new Links(sql, me.viewer().authority())
                        .add(key, name, job, organisation, email, telephone, clock.instant()));
        flash.addFlashAttribute(Layouts.NOTICE, name + " is on the list now, and can be named and asked.");
        return new ModelAndView("redirect:" + desk.url());
    }

    private static String line(Typed typed, String field, String orElse) {
        var words = typed.text(field, orElse);
        return isOneLine(typed, field, words) ? words : "";
    }

    private static String ifAny(Typed typed, String field) {
        var words = typed.optional(field);
        return isOneLine(typed, field, words) ? words : "";
    }

    private static boolean isOneLine(Typed typed, String field, String words) {
        if (words.length() > LONGEST_LINE || words.contains("\n")) {
            typed.fail(field, "Shorten this to one line of " + LONGEST_LINE + " characters");
            return false;
        }
        return true;
    }

    /// The council records for a partner that they have said yes, with who, when and how that is known.
    @PostMapping("/transfers/{id}/lead/by-hand")
    ModelAndView byHand(
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            RedirectAttributes flash) {
        var typed = Typed.posted(request);
        var desk = database.read(me.viewer(), sql -> desk(sql, me, id));
        var hand = byHand(desk);
        if (hand.isEmpty()) {
            throw new NotFound("something to record for a partner");
        }
        var partner = partner(desk, typed, Optional.of(hand.get().asked()));
        var how = typed.text("how-known", "Say how you know: who told whom, in which words, where it is on file");
        if (how.length() > 2_000) {
            typed.fail("how-known", "Shorten this to 2,000 characters");
        }
        var happened = TypedDate.readHappened(
                typed,
                desk.now(),
                desk.loaded().run().began(),
                desk.loaded().run().stageEntered());
        if (typed.hasErrors() || partner.isEmpty()) {
            return page(desk, typed, typed.problems(), HttpStatus.BAD_REQUEST, request);
        }
        nameThem(me, desk, hand.get().asked(), partner.get());
        var answer = casework.submit(
                me.viewer(),
                id,
                new Casework.Form(typed.key().orElseGet(() -> UUID.randomUUID().toString()), typed.version(), happened),
                texts -> new Command.Request.DoItem(
                        ItemKey.forFamily(hand.get().item().name()),
                        "",
                        texts.keepIfAny(partner.get().name() + ", "
                                + partner.get().organisation() + ", has said yes. How this is known: " + how)));
        return switch (answer) {
            case Casework.Answer.Done _ -> {
                database.write(me.viewer(), sql -> {
                    var links = new Links(sql, me.viewer().authority());
                    links.of(id).stream()
                            .filter(link -> link.isOpen(clock.instant())
                                    && link.item()
                                            .equals(hand.get().asked().item().name()))
                            .forEach(link -> links.revoke(
                                    link.id(), me.staff(), "the yes was recorded without it", clock.instant()));
                    return true;
                });
                flash.addFlashAttribute(
                        Layouts.NOTICE, "Recorded: " + partner.get().name() + " has said yes.");
                yield new ModelAndView("redirect:/transfers/" + id);
            }
            case Casework.Answer.Refused(var refusals, var _) ->
                page(
                        desk,
                        typed,
                        RefusalText.of(desk.policy(), desk.loaded().run(), whose -> whose)
                                .problems(refusals),
                        HttpStatus.BAD_REQUEST,
                        request);
            case Casework.Answer.Changed _ ->
                page(
                        database.read(me.viewer(), sql -> desk(sql, me, id)),
                        typed,
                        new Problems(
                                "This has changed since you opened the page",
                                List.of(new Problem("What you typed is kept below.", null, List.of(), null))),
                        HttpStatus.CONFLICT,
                        request);
            case Casework.Answer.NotFound() -> throw new NotFound("a transfer");
        };
    }

    private record ByHand(LeadRoles.Asked asked, Item item) {}

    private static Optional<ByHand> byHand(Desk desk) {
        return desk.asks().stream()
                .flatMap(asked -> LeadRoles.byHand(desk.policy(), desk.loaded().run(), desk.actor(), asked).stream()
                        .map(item -> new ByHand(asked, item)))
                .findFirst();
    }

    // Drawing.

    private ModelAndView page(
            Desk desk, Typed typed, @Nullable Problems problems, HttpStatus status, HttpServletRequest request) {
        var frame = layouts.of(
                        request,
                        desk.me(),
                        "Lead from a partner, " + desk.loaded().reference(),
                        "/families")
                .under(layouts.packLine(desk.loaded().reference(), desk.policy()));
        var layout = problems == null ? frame : frame.with(problems);
        var citing = new Citing(desk.policy());
        var stage = desk.loaded().run().isOpen()
                ? desk.policy()
                        .pathway(desk.loaded().run().pathway())
                        .stage(desk.loaded().run().stage())
                : null;
        return PageOf.view(
                "partners/partners",
                new PartnersPage(
                        layout,
                        new Link(desk.caption(), "/transfers/" + desk.loaded().id()),
                        desk.caption(),
                        "A lead from a partner",
                        citing.why(null, stage == null ? List.of() : stage.clauses()),
                        "Until a partner has taken this on, " + desk.responsible() + " is responsible.",
                        desk.asks().isEmpty()
                                ? "Nobody can be asked now: the procedure does not wait for a lead in this stage, or the"
                                        + " lead named is a colleague who signs in. Who may lead can be put on the list below."
                                : null,
                        desk.links().stream()
                                .map(link -> asked(desk, link, layout, typed))
                                .toList(),
                        desk.asks().isEmpty() || isAskedAlready(desk) && problems == null
                                ? null
                                : askForm(desk, layout, only(typed, "asks")),
                        byHand(desk)
                                .map(hand -> byHandForm(desk, layout, hand, only(typed, "how-known")))
                                .orElse(null),
                        addForm(desk, layout, only(typed, "organisation"))),
                status);
    }

    /// Whoever is named, and so the only one who can be asked, has a link that is still open.
    private static boolean isAskedAlready(Desk desk) {
        return desk.named(desk.asks().getFirst().role())
                .map(named -> desk.links().stream()
                        .anyMatch(link ->
                                link.isOpen(desk.now()) && link.partner().id().equals(named)))
                .orElse(false);
    }

    /// What was typed into one of the forms of the page; nothing for the others.
    private static Typed only(Typed typed, String field) {
        return typed.values().containsKey(field) ? typed : Typed.nothing();
    }

    private PartnersPage.Asked asked(Desk desk, Links.Link link, Layout layout, Typed typed) {
        boolean open = link.isOpen(desk.now());
        var url = desk.url() + "/" + link.id();
        var facts = new ArrayList<Fact>();
        facts.add(Fact.of("Asked", Dates.dateAndTime(link.asked()) + ", by " + link.askedByName()));
        facts.add(Fact.of("What", link.asks()));
        facts.add(Fact.of("Answer by", Dates.weekdayAndYear(link.answerBy())));
        facts.add(Fact.of("May be told", link.basis()));
        if (link.mail() != null) {
            facts.add(new Fact(
                    "The link",
                    link.mailed() != null
                            ? "left by mail on " + Dates.dateAndTime(link.mailed())
                            : link.mailFailed() != null
                                    ? "did not leave: " + link.mailFailed()
                                    : mail.sends() ? "waits to leave by mail" : "does not leave: no mail server is set",
                    new Link("See the proof", "/outgoing/" + link.mail()),
                    link.mailFailed() != null));
        }
        if (link.opened() != null) {
            facts.add(Fact.of("Opened with the code", Dates.dateAndTime(link.opened())));
        }
        if (link.questionAt() != null) {
            facts.add(new Fact(
                    "They asked, on " + Dates.dateAndTime(link.questionAt()),
                    String.valueOf(link.question()),
                    desk.loaded().run().questions().containsKey(link.questionId())
                            ? new Link(
                                    "Answer it",
                                    "/transfers/" + desk.loaded().id() + "/act/answer?question=" + link.questionId())
                            : null,
                    open));
        }
        if (link.answered() != null) {
            facts.add(new Fact(
                    "Answered, on " + Dates.dateAndTime(link.answered()),
                    "accepted".equals(link.answer()) ? "Yes" : "No: " + link.answerWords(),
                    null,
                    true));
        }
        if (link.revoked() != null) {
            facts.add(Fact.of("Taken back", Dates.dateAndTime(link.revoked()) + ": " + link.revokedBecause()));
        }
        var actions = new ArrayList<Action>();
        if (open) {
            actions.add(new Action.Press("New code", url + "/new-code", List.of(), "The link stays the same."));
            actions.add(new Action.Press(
                    "New link and code, to send yourself",
                    url + "/new-code",
                    List.of(new Hidden("whole", "yes")),
                    "The earlier link opens nothing any more."));
        }
        return new PartnersPage.Asked(
                "link-" + link.id(),
                Isolated.name(link.partner().name()) + ", " + link.partner().organisation(),
                tag(link, desk.now()),
                facts,
                actions,
                open
                        ? new Form(
                                url + "/take-back",
                                layout.csrf(),
                                List.of(),
                                List.of(Fields.line(
                                        only(typed, "because"), "because", "Why is it taken back?", null, 30)),
                                "Take the link back",
                                List.of(),
                                null,
                                null)
                        : null);
    }

    private static Tag tag(Links.Link link, Instant now) {
        if (link.answered() != null) {
            return "accepted".equals(link.answer())
                    ? new Tag("Said yes", Tag.Tone.BLUE)
                    : new Tag("Said no", Tag.Tone.RED);
        }
        if (link.revoked() != null) {
            return new Tag("Taken back", Tag.Tone.GREY);
        }
        if (!link.isOpen(now)) {
            return new Tag("Run out", Tag.Tone.RED);
        }
        if (link.locked() != null) {
            return new Tag("Locked: wrong codes", Tag.Tone.RED);
        }
        return link.question() != null ? new Tag("Has a question", Tag.Tone.PLUM) : Tag.waiting();
    }

    private static FormPart whom(Desk desk, Typed typed, LeadRoles.Asked asked) {
        var named = desk.named(asked.role());
        if (named.isPresent()) {
            var who = desk.partners().stream()
                    .filter(each -> each.id().equals(named.get()))
                    .findFirst()
                    .map(PartnersController::words)
                    .orElse("Whoever is named");
            return new FormPart.Words(who + " is named in this transfer, so they are asked.", List.of());
        }
        return Fields.select(
                typed,
                "partner",
                "Whom do you ask?",
                "Somebody who is not on the list is added at the foot of this page.",
                desk.partners().stream()
                        .map(each -> new Fields.Answer(each.id().toString(), words(each)))
                        .toList());
    }

    private static String words(Links.Partner partner) {
        return Isolated.name(partner.name()) + ", " + (partner.job() == null ? "" : partner.job() + ", ")
                + partner.organisation();
    }

    private Form askForm(Desk desk, Layout layout, Typed typed) {
        var first = desk.asks().getFirst();
        var parts = new ArrayList<FormPart>();
        parts.add(whom(desk, typed, first));
        var hidden = new ArrayList<Hidden>();
        if (desk.asks().size() == 1) {
            hidden.add(new Hidden("item", first.item().name()));
        } else {
            parts.add(Fields.radios(
                    typed,
                    "item",
                    "For what?",
                    null,
                    desk.asks().stream()
                            .map(each -> new Fields.Answer(
                                    each.item().name(), each.item().title()))
                            .toList()));
        }
        parts.add(Fields.area(
                typed,
                "asks",
                "What do you ask of them?",
                "They read this once they have entered the code, with the children’s first names and ages, who you are and"
                        + " by when. Leave out what they need not know to decide.",
                3));
        parts.add(TypedDate.day(
                typed, "by", "By when do you need the answer?", "The link works until the end of that day."));
        parts.add(Fields.radios(
                typed,
                "how",
                "How does the link get to them?",
                "The code is shown to you and said by telephone, never sent with the link.",
                List.of(
                        new Fields.Answer("mail", "Stepways mails it to the address on record"),
                        new Fields.Answer("self", "I send it myself"))));
        return new Form(
                desk.url() + "/ask", layout.csrf(), hidden, parts, "Make the link and the code", List.of(), null, null);
    }

    private static Form byHandForm(Desk desk, Layout layout, ByHand hand, Typed typed) {
        return new Form(
                desk.url() + "/by-hand",
                layout.csrf(),
                List.of(
                        new Hidden(
                                "version", Integer.toString(desk.loaded().run().seq())),
                        new Hidden(
                                "key",
                                typed.key().orElseGet(() -> UUID.randomUUID().toString())),
                        TypedDate.offered(typed, desk.now())),
                List.of(
                        whom(desk, typed, hand.asked()),
                        TypedDate.happened(typed, desk.now()),
                        Fields.area(
                                typed,
                                "how-known",
                                "How is it known?",
                                "Who said it to whom, in which words, and where that is on file.",
                                3)),
                "Record that they said yes",
                List.of(),
                null,
                null);
    }

    private static Form addForm(Desk desk, Layout layout, Typed typed) {
        return new Form(
                desk.url() + "/partners",
                layout.csrf(),
                List.of(new Hidden(
                        "key", typed.key().orElseGet(() -> UUID.randomUUID().toString()))),
                List.of(
                        Fields.line(typed, "name", "Name", null, 30),
                        Fields.line(typed, "job", "What they do", "You may leave this out.", 30),
                        Fields.line(typed, "organisation", "Where they work", null, 30),
                        Fields.line(typed, "email", "Email at work", "You may leave this out.", 30),
                        Fields.line(typed, "telephone", "Telephone at work", "You may leave this out.", 20)),
                "Put them on the list",
                List.of(),
                null,
                null);
    }
}
