package stepways.app.families;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.access.AccessLog;
import stepways.app.database.BrokenRule;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.procedures.Procedures;
import stepways.app.web.Action;
import stepways.app.web.Drafts;
import stepways.app.web.Fact;
import stepways.app.web.Form;
import stepways.app.web.Hidden;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.NotFound;
import stepways.app.web.PageOf;
import stepways.app.web.Problem;
import stepways.app.web.Problems;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;

/// Recording what is known of the people of a family, and correcting, changing or ending it.
@Controller
class FactController {

    private final Database database;
    private final Procedures procedures;
    private final Layouts layouts;
    private final Drafts drafts;
    private final AccessLog log;
    private final TimeOrderedIds ids;
    private final InstantSource clock;

    FactController(
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

    private Family family(SignedInStaff me, UUID id) {
        var now = clock.instant();
        return database.read(me.viewer(), sql -> FamilyController.open(sql, procedures, me, id, "", now));
    }

    /// What a form is about: the family, the kind, what is done, and the fact it is done to.
    private record Asked(
            Family family,
            FactKind kind,
            FactForm.Mode mode,
            @Nullable KeptFact before) {

        String url() {
            var facts = "/families/" + family.id() + "/facts/";
            return before == null ? facts + "new?kind=" + kind.word() : facts + before.id() + "/" + mode.word();
        }

        String draft() {
            return "family@" + family.id() + ":"
                    + (before == null ? "new:" + kind.word() : mode.word() + ":" + before.thread());
        }

        FactWords words() {
            return new FactWords(family, false);
        }

        FactForm form() {
            return new FactForm(family, kind, mode);
        }
    }

    // A new fact.

    @GetMapping("/families/{id}/facts/new")
    ModelAndView ask(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String person) {
        var family = family(me, id);
        var found = kind(kind);
        var chosen = family.members().stream()
                .map(FamilyRows.Person::id)
                .filter(each -> each.toString().equals(person))
                .findFirst();
        if (found.single() && found != FactKind.RESPONSIBILITY && chosen.isPresent()) {
            var known = family.holds(found, chosen.get());
            if (known.isPresent()) {
                return new ModelAndView(
                        "redirect:/families/" + id + "/facts/" + known.get().id());
            }
        }
        var asked = new Asked(family, found, FactForm.Mode.NEW, null);
        var kept = drafts.find(me, asked.draft()).map(draft -> Typed.draft(draft.values()));
        var typed = kept.or(() -> chosen.map(FactForm::about)).orElseGet(Typed::nothing);
        return page(me, request, asked, typed, null, HttpStatus.OK);
    }

    private static FactKind kind(String word) {
        return FactKind.of(word)
                .filter(kind -> kind != FactKind.NAME && kind != FactKind.BIRTH && kind != FactKind.DEATH)
                .orElseThrow(() -> new NotFound("a kind of fact called " + word));
    }

    @PostMapping("/families/{id}/facts/new")
    ModelAndView record(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            RedirectAttributes flash) {
        var typed = Typed.posted(request);
        return send(
                me,
                request,
                new Asked(family(me, id), kind(typed.value("kind-of-fact")), FactForm.Mode.NEW, null),
                typed,
                flash);
    }

    // A fact that is known.

    @GetMapping("/families/{id}/facts/{fact}")
    ModelAndView show(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            @PathVariable UUID fact,
            @RequestParam(defaultValue = "") String show) {
        var family = family(me, id);
        var thread = thread(family, fact);
        boolean address = show.equals("address") && thread.kind() == FactKind.MOVE;
        if (address) {
            log.write(me, "read-kept-back-address", null, id, null, null, null);
        }
        var words = new FactWords(family, address);
        var now = thread.now();
        var url = "/families/" + id + "/facts/" + now.id();
        var actions = new ArrayList<Action>();
        if (words.keptBack(now)) {
            actions.add(new Action.Open(
                    "Show the address that is kept back",
                    url + "?show=address",
                    "Look who sees your screen first. It is written down that you looked"));
        }
        for (var mode : FactForm.Mode.values()) {
            if (mode.fits(now)) {
                actions.add(new Action.Open(mode.title(), url + "/" + mode.word(), hint(mode)));
            }
        }
        var layout = layouts.of(request, me, now.kind().title() + ", " + family.reference(), "/families");
        return PageOf.view(
                "families/fact",
                new FactPage(
                        layout,
                        new FamilyViews(family).identity(),
                        back(family),
                        words.title(now),
                        null,
                        now.act() == KeptFact.Act.WITHDRAWN
                                ? List.of("Recorded by mistake: it never was so. " + now.reason())
                                : inRuns(family, now),
                        says(words, now),
                        List.of(),
                        null,
                        actions,
                        before(words, thread)));
    }

    private static @Nullable String hint(FactForm.Mode mode) {
        return switch (mode) {
            case CORRECT -> "What is said was wrong from the start";
            case CHANGE -> "It was right, and is different from a day on";
            case END -> "It was right, until a day";
            case WITHDRAW -> "It never was so";
            case NEW -> null;
        };
    }

    private static Link back(Family family) {
        return new Link("Members", "/families/" + family.id() + "/members");
    }

    private static List<Fact> says(FactWords words, KeptFact fact) {
        var all = new ArrayList<>(words.lines(fact));
        all.add(Fact.of("Recorded", FactWords.written(fact)));
        if (!fact.reason().isEmpty()) {
            all.add(Fact.of(
                    "Why it says so now",
                    fact.family().equals(words.family())
                            ? fact.reason()
                            : "the reason stands in another family’s record"));
        }
        return all;
    }

    static List<FactPage.Before> before(FactWords words, KeptFact.Thread thread) {
        return thread.rows().stream()
                .skip(1)
                .map(row -> {
                    var after = thread.after(row);
                    return new FactPage.Before(
                            words.title(row),
                            FactWords.written(row),
                            words.lines(row),
                            after == null ? null : replaced(words, after),
                            after != null && strikes(after));
                })
                .toList();
    }

    /// Whether what came before was wrong from the start.
    static boolean strikes(KeptFact after) {
        return after.act() == KeptFact.Act.CORRECTED || after.act() == KeptFact.Act.WITHDRAWN;
    }

    static String replaced(FactWords words, KeptFact after) {
        var what = switch (after.act()) {
            case CORRECTED -> "Corrected ";
            case CHANGED -> "Changed, recorded ";
            case ENDED -> "Ended, recorded ";
            case WITHDRAWN -> "Recorded by mistake, said ";
            case RECORDED -> "Recorded ";
        };
        return what
                + FactWords.written(after)
                + (after.reason().isEmpty()
                        ? "."
                        : after.family().equals(words.family())
                                ? ": " + after.reason()
                                : ". The reason stands in another family’s record.");
    }

    /// A birth or a death also stands in the open transfers of the child, which have their own corrections.
    private static List<String> inRuns(Family family, KeptFact fact) {
        if (fact.kind() != FactKind.BIRTH && fact.kind() != FactKind.DEATH) {
            return List.of();
        }
        var runs = family.open().stream()
                .filter(loaded -> loaded.run().children().stream()
                        .anyMatch(child -> child.value().equals(fact.person().toString())))
                .map(loaded -> loaded.reference())
                .toList();
        return runs.isEmpty()
                ? List.of()
                : List.of(
                        "It also stands in " + FamilyViews.and(runs)
                                + ", which is going on. Correct it there too, in its history, so that its dates are worked out again.");
    }

    private static KeptFact.Thread thread(Family family, UUID fact) {
        return family.facts().stream()
                .filter(thread ->
                        thread.rows().stream().anyMatch(row -> row.id().equals(fact)))
                .findFirst()
                .orElseThrow(() -> new NotFound("a fact of this family"));
    }

    /// The row a form was opened on. Where it is no longer the newest, somebody was quicker.
    private Asked asked(Family family, UUID fact, String mode) {
        var row = thread(family, fact).rows().stream()
                .filter(each -> each.id().equals(fact))
                .findFirst()
                .orElseThrow();
        return new Asked(
                family,
                row.kind(),
                FactForm.Mode.of(mode).orElseThrow(() -> new NotFound("something to do called " + mode)),
                row);
    }

    @GetMapping("/families/{id}/facts/{fact}/{mode}")
    ModelAndView change(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            @PathVariable UUID fact,
            @PathVariable String mode) {
        var family = family(me, id);
        var now = thread(family, fact).now();
        var asked = asked(family, now.id(), mode);
        if (!asked.mode().fits(now)) {
            return new ModelAndView("redirect:/families/" + id + "/facts/" + now.id());
        }
        if (asked.words().keptBack(now) && asked.mode() == FactForm.Mode.CORRECT) {
            log.write(me, "read-kept-back-address", null, id, null, null, null);
        }
        var typed = drafts.find(me, asked.draft())
                .map(draft -> Typed.draft(draft.values()))
                .orElseGet(() -> FactForm.prefilled(now));
        return page(me, request, asked, typed, null, HttpStatus.OK);
    }

    @PostMapping("/families/{id}/facts/{fact}/{mode}")
    ModelAndView change(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            @PathVariable UUID fact,
            @PathVariable String mode,
            RedirectAttributes flash) {
        return send(me, request, asked(family(me, id), fact, mode), Typed.posted(request), flash);
    }

    // Sending.

    private ModelAndView send(
            SignedInStaff me, HttpServletRequest request, Asked asked, Typed typed, RedirectAttributes flash) {
        var now = clock.instant();
        var facts = asked.form().read(typed, now, ids::next, asked.before());
        var before = asked.before();
        var key = typed.key().orElseGet(() -> ids.next().toString());
        if (typed.hasErrors() || facts.isEmpty()) {
            return wrong(me, request, asked, typed);
        }
        KeptFacts.Answer answer;
        try {
            answer = write(me, now, key, before, facts);
        } catch (KeptFacts.Refused refused) {
            typed.fail(refused.field(), refused.words());
            return wrong(me, request, asked, typed);
        }
        return switch (answer) {
            case KeptFacts.Answer.Done _ -> {
                drafts.forget(me, asked.draft());
                var about = facts.stream()
                        .flatMap(each -> each.people().stream())
                        .distinct()
                        .map(asked.words()::nameAndBirth)
                        .toList();
                flash.addFlashAttribute(
                        Layouts.NOTICE,
                        done(asked) + ": " + asked.kind().title().toLowerCase(java.util.Locale.UK) + ", "
                                + FamilyViews.and(about) + ".");
                yield new ModelAndView("redirect:/families/" + asked.family().id() + "/members");
            }
            case KeptFacts.Answer.Quicker _ -> {
                drafts.save(me, asked.draft(), typed);
                var family = family(me, asked.family().id());
                var newest = thread(
                                family,
                                asked.before() == null
                                        ? facts.getFirst().id()
                                        : asked.before().id())
                        .now();
                yield page(
                        me,
                        request,
                        new Asked(family, asked.kind(), asked.mode(), newest),
                        typed,
                        facts.getFirst(),
                        HttpStatus.CONFLICT);
            }
        };
    }

    private static String done(Asked asked) {
        return switch (asked.mode()) {
            case NEW -> "Recorded";
            case CORRECT -> "Corrected, and what it said before stays readable";
            case CHANGE -> "Recorded what has changed";
            case END -> "Recorded that it has ended";
            case WITHDRAW -> "Recorded as a mistake, and it stays readable";
        };
    }

    /// Two sendings of one form at the same time are one: whoever comes second finds it done.
    private KeptFacts.Answer write(
            SignedInStaff me, Instant now, String key, @Nullable KeptFact before, List<KeptFact> facts) {
        try {
            return database.write(me.viewer(), sql -> new KeptFacts(sql).write(me, ids, now, key, before, facts));
        } catch (DataIntegrityViolationException refused) {
            var rule = BrokenRule.in(refused).map(BrokenRule::name).orElse("");
            if (rule.equals("a_form_is_sent_once")) {
                return new KeptFacts.Answer.Done(facts.getFirst().id());
            }
            if (before != null
                    && (rule.equals("a_fact_of_a_person_is_replaced_once")
                            || rule.equals("a_fact_of_a_person_has_one_row"))) {
                return new KeptFacts.Answer.Quicker(before);
            }
            if (rule.equals("nobody_dies_before_birth")) {
                throw new KeptFacts.Refused("from", "Nobody dies before their birth. Check both dates");
            }
            throw refused;
        }
    }

    private ModelAndView wrong(SignedInStaff me, HttpServletRequest request, Asked asked, Typed typed) {
        drafts.save(me, asked.draft(), typed);
        return page(me, request, asked, typed, null, HttpStatus.BAD_REQUEST);
    }

    /// @param mine what was typed, where somebody was quicker
    private ModelAndView page(
            SignedInStaff me,
            HttpServletRequest request,
            Asked asked,
            Typed typed,
            @Nullable KeptFact mine,
            HttpStatus status) {
        var family = asked.family();
        var before = asked.before();
        var words = asked.words();
        var heading = before == null
                ? "Record: " + FactWords.lower(asked.kind().title())
                : asked.mode().title() + ": " + FactWords.lower(asked.kind().title());
        var layout = layouts.of(request, me, heading + ", " + family.reference(), "/families");
        if (typed.hasErrors()) {
            layout = layout.with(typed.problems());
        } else if (mine != null) {
            layout = layout.with(new Problems(
                    "Somebody was quicker",
                    List.of(new Problem(
                            "This was changed while you typed. Read both below. Send yours again only if it still holds.",
                            null,
                            List.of(),
                            null))));
        }
        var form = new Form(
                before == null ? "/families/" + family.id() + "/facts/new" : asked.url(),
                layout.csrf(),
                List.of(
                        new Hidden("kind-of-fact", asked.kind().word()),
                        new Hidden("draft", asked.draft()),
                        new Hidden("page", asked.url()),
                        new Hidden("by", me.staff().toString()),
                        new Hidden(
                                "key",
                                mine == null
                                        ? typed.key().orElseGet(() -> ids.next().toString())
                                        : ids.next().toString())),
                asked.form().parts(typed),
                button(asked.mode()),
                List.of(new Link("Do not record anything", back(family).url())),
                "/drafts/" + asked.draft(),
                drafts.saved(me, asked.draft()));
        return PageOf.view(
                "families/fact",
                new FactPage(
                        layout,
                        new FamilyViews(family).identity(),
                        back(family),
                        heading,
                        before == null
                                ? null
                                : FamilyViews.and(before.people().stream()
                                        .map(words::nameAndBirth)
                                        .toList()),
                        before == null ? List.of() : inRuns(family, before),
                        before == null ? List.of() : says(words, before),
                        mine == null || before == null ? List.of() : both(words, before, mine),
                        form,
                        List.of(),
                        before == null ? List.of() : before(words, thread(family, before.id()))),
                status);
    }

    private static String button(FactForm.Mode mode) {
        return switch (mode) {
            case NEW -> "Record it";
            case CORRECT -> "Record the correction";
            case CHANGE -> "Record the change";
            case END -> "Record that it has ended";
            case WITHDRAW -> "Record that it was a mistake";
        };
    }

    private static List<FactPage.Both> both(FactWords words, KeptFact theirs, KeptFact yours) {
        var all = new ArrayList<FactPage.Both>();
        var labels = new java.util.LinkedHashSet<String>();
        var left = words.lines(theirs);
        var right = words.lines(yours);
        left.forEach(line -> labels.add(line.label()));
        right.forEach(line -> labels.add(line.label()));
        for (var label : labels) {
            var one = said(left, label);
            var other = said(right, label);
            all.add(new FactPage.Both(label, one, other, !one.equals(other)));
        }
        all.add(new FactPage.Both(
                "Why", theirs.reason(), yours.reason(), !theirs.reason().equals(yours.reason())));
        all.add(new FactPage.Both("Who and when", FactWords.written(theirs), "you, not recorded yet", true));
        return all;
    }

    private static String said(List<Fact> lines, String label) {
        return lines.stream()
                .filter(line -> line.label().equals(label))
                .map(Fact::words)
                .findFirst()
                .orElse("");
    }
}
