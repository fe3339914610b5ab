package stepways.app.families;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
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
import stepways.app.procedures.Procedures;
import stepways.app.record.Casework;
import stepways.app.record.HeldMessages;
import stepways.app.web.Dates;
import stepways.app.web.Fields;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.Hidden;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.NotFound;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;
import stepways.engine.policy.FactType;
import stepways.engine.run.ChildId;
import stepways.engine.run.Command;

/// Recording what changes a child's own record: a birth, a death, a date that clocks count from. Each open run of the
/// child records it too.
@Controller
class RecordController {

    private final Database database;
    private final Procedures procedures;
    private final Casework casework;
    private final Layouts layouts;
    private final TimeOrderedIds ids;
    private final InstantSource clock;

    RecordController(
            Database database,
            Procedures procedures,
            Casework casework,
            Layouts layouts,
            TimeOrderedIds ids,
            InstantSource clock) {
        this.database = database;
        this.procedures = procedures;
        this.casework = casework;
        this.layouts = layouts;
        this.ids = ids;
        this.clock = clock;
    }

    /// What may be recorded here.
    private enum What {
        BIRTH("birth", "Record a birth"),
        DEATH("death", "Record a death"),
        DATE("date", "Record a date");

        private final String word;
        private final String heading;

        What(String word, String heading) {
            this.word = word;
            this.heading = heading;
        }

        static What of(String word) {
            for (var what : values()) {
                if (what.word.equals(word)) {
                    return what;
                }
            }
            throw new NotFound("something to record called " + word);
        }
    }

    @GetMapping("/families/{id}/record")
    ModelAndView ask(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, @PathVariable UUID id) {
        var what = What.of(String.valueOf(request.getParameter("what")));
        return page(me, request, family(me, id), what, Typed.nothing(), HttpStatus.OK);
    }

    private Family family(SignedInStaff me, UUID id) {
        return database.read(me.viewer(), sql -> FamilyController.open(sql, procedures, me, id, "", clock.instant()));
    }

    private ModelAndView page(
            SignedInStaff me, HttpServletRequest request, Family family, What what, Typed typed, HttpStatus status) {
        var layout = layouts.of(request, me, what.heading + ", " + family.reference(), "/families");
        var views = new FamilyViews(family);
        var children = children(family, what);
        var parts = new ArrayList<FormPart>();
        parts.add(Fields.radios(
                typed,
                "child",
                "Which child?",
                null,
                children.stream()
                        .map(child -> new Fields.Answer(child.id().toString(), FactWords.nameAndBirth(child)))
                        .toList()));
        if (what == What.DATE) {
            parts.add(Fields.select(
                    typed,
                    "fact",
                    "Which date?",
                    null,
                    dates(family).stream()
                            .map(fact -> new Fields.Answer(fact.name(), fact.title()))
                            .toList()));
        }
        parts.add(TypedDate.day(
                typed,
                "day",
                switch (what) {
                    case BIRTH -> "Date of birth";
                    case DEATH -> "Date of death";
                    case DATE -> "The date";
                },
                what == What.DATE ? "A date to come, such as a hearing, may be recorded before it is here." : null));
        var form = new Form(
                views.url() + "/record",
                layout.csrf(),
                List.of(
                        new Hidden("what", what.word),
                        new Hidden("key", typed.key().orElseGet(() -> ids.next().toString()))),
                parts,
                what.heading,
                List.of(new Link("Do not record anything", views.url())),
                null,
                null);
        return PageOf.view(
                "families/record",
                new RecordPage(
                        typed.hasErrors() ? layout.with(typed.problems()) : layout,
                        views.identity(),
                        new Link("The family at a glance", views.url()),
                        what.heading,
                        then(what),
                        children.isEmpty() ? null : form,
                        children.isEmpty() ? "There is no child in this family of whom it could be recorded." : null),
                status);
    }

    private static List<String> then(What what) {
        return switch (what) {
            case BIRTH -> List.of("Ages and dates that count from the birth are worked out from this day.");
            case DEATH ->
                List.of(
                        "All clocks about the child stop, and no letter to the family leaves until a manager has read it and let it go.",
                        "Nothing else is closed by itself.");
            case DATE ->
                List.of("Clocks that count from this date are worked out again. The earlier date stays readable.");
        };
    }

    private static List<FamilyRows.Person> children(Family family, What what) {
        return family.living().stream()
                .filter(child -> what != What.BIRTH || child.born() == null)
                .toList();
    }

    /// Dates of a child's own record that the procedure reads.
    private static List<FactType> dates(Family family) {
        var all = new ArrayList<FactType>();
        for (var layer = family.policy(); layer != null; layer = layer.national()) {
            layer.facts().values().stream()
                    .filter(fact -> fact.kind() == FactType.Kind.DATE)
                    .forEach(all::add);
        }
        return all;
    }

    @PostMapping("/families/{id}/record")
    ModelAndView record(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            RedirectAttributes flash) {
        var typed = Typed.posted(request);
        var what = What.of(typed.value("what"));
        var family = family(me, id);
        var now = clock.instant();
        var child = children(family, what).stream()
                .filter(each -> each.id().toString().equals(typed.value("child")))
                .findFirst();
        if (child.isEmpty()) {
            typed.fail("child", "Choose the child");
        }
        var fact = dates(family).stream()
                .filter(each -> each.name().equals(typed.value("fact")))
                .findFirst();
        if (what == What.DATE && fact.isEmpty()) {
            typed.fail("fact", "Choose which date it is");
        }
        var day = switch (what) {
            case BIRTH ->
                TypedDate.readPastDay(
                        typed, "day", now, "Enter the date of birth", "The date of birth cannot be in the future");
            case DEATH ->
                TypedDate.readPastDay(
                        typed, "day", now, "Enter the date of death", "The date of death cannot be in the future");
            case DATE -> TypedDate.readDay(typed, "day", "Enter the date");
        };
        child.ifPresent(person -> day.ifPresent(date -> {
            var born = person.born();
            if (what == What.DEATH && born != null && date.isBefore(born)) {
                typed.fail("day", "The date of death cannot be before the birth on " + Dates.date(born));
            }
        }));
        if (typed.hasErrors()) {
            return page(me, request, family, what, typed, HttpStatus.BAD_REQUEST);
        }
        var key = typed.key().orElseGet(() -> ids.next().toString());
        write(me, family, what, child.orElseThrow(), day.orElseThrow(), fact, key, now);
        flash.addFlashAttribute(
                Layouts.NOTICE,
                "Recorded for " + FactWords.nameAndBirth(child.get()) + ": "
                        + switch (what) {
                            case BIRTH -> "born";
                            case DEATH -> "died";
                            case DATE -> fact.orElseThrow().title().toLowerCase(java.util.Locale.UK) + ",";
                        }
                        + " " + Dates.date(day.get()) + ".");
        return new ModelAndView("redirect:/families/" + id);
    }

    /// In every open run of the child; and in the child's own record, whether or not a run is open.
    private void write(
            SignedInStaff me,
            Family family,
            What what,
            FamilyRows.Person child,
            LocalDate day,
            Optional<FactType> fact,
            String key,
            Instant now) {
        var id = new ChildId(child.id().toString());
        boolean recorded = false;
        for (var loaded : family.open()) {
            if (!loaded.run().children().contains(id)) {
                continue;
            }
            var answer = casework.submit(
                    me.viewer(),
                    loaded.id(),
                    new Casework.Form(key + ":" + loaded.id(), loaded.run().seq(), Optional.empty()),
                    _ -> switch (what) {
                        case BIRTH -> new Command.Request.RecordBirth(id, day);
                        case DEATH -> new Command.Request.RecordDeath(id, day);
                        case DATE ->
                            new Command.Request.StateFact(fact.orElseThrow().name(), Optional.of(id), day.toString());
                    });
            recorded |= answer instanceof Casework.Answer.Done;
        }
        boolean inARun = recorded;
        database.write(me.viewer(), sql -> {
            switch (what) {
                case BIRTH -> keep(sql, me, family, FactKind.BIRTH, KeptFact.Act.CHANGED, child, day, key, now);
                case DEATH -> {
                    keep(sql, me, family, FactKind.DEATH, KeptFact.Act.RECORDED, child, day, key, now);
                    new HeldMessages(sql).hold(family.id(), HeldMessages.Because.DEATH, now);
                }
                case DATE -> {
                    if (!inARun) {
                        sql.sql("""
                                        insert into child_fact (authority, id, child, key, value, happened_at, recorded_at, recorded_by, source)
                                        values (:authority, :id, :child, :key, :value, :now, :now, :by, 'person')
                                        """)
                                .param("authority", me.authority())
                                .param("id", ids.next())
                                .param("child", child.id())
                                .param("key", fact.orElseThrow().name())
                                .param("value", day.toString())
                                .param("now", now.atOffset(ZoneOffset.UTC))
                                .param("by", me.staff())
                                .update();
                    }
                }
            }
            return sql.sql("update child_version set version = version + 1 where child = :child")
                    .param("child", child.id())
                    .update();
        });
    }

    /// In the ledger of what is known of the child. A birth changes what was known of the unborn child; a death whose
    /// first record was taken back as a mistake is recorded afresh.
    private void keep(
            JdbcClient sql,
            SignedInStaff me,
            Family family,
            FactKind kind,
            KeptFact.Act act,
            FamilyRows.Person child,
            LocalDate day,
            String key,
            Instant now) {
        var before = act == KeptFact.Act.CHANGED
                ? family.facts(kind).stream()
                        .filter(thread -> thread.isAbout(child.id()))
                        .findFirst()
                        .map(KeptFact.Thread::now)
                        .orElseThrow()
                : null;
        var id = ids.next();
        new KeptFacts(sql)
                .write(
                        me,
                        ids,
                        now,
                        key,
                        before,
                        List.of(new KeptFact(
                                id,
                                before == null ? id : before.thread(),
                                before == null ? null : before.id(),
                                act,
                                kind,
                                family.id(),
                                before == null ? Map.of() : before.body(),
                                day,
                                null,
                                "",
                                now,
                                null,
                                List.of(child.id()),
                                List.of(),
                                true)));
    }
}
