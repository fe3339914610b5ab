package stepways.app.consents;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.families.FamilyDoor;
import stepways.app.families.OpenFamily;
import stepways.app.web.Card;
import stepways.app.web.Drafts;
import stepways.app.web.Fields;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.Hidden;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;
import stepways.engine.policy.AgreementType;
import stepways.engine.policy.Policy;

/// Opens a family for its consent pages, and draws their forms.
@Component
class ConsentDesk {

    private final FamilyDoor door;
    private final Database database;
    private final Layouts layouts;
    private final Drafts drafts;
    private final TimeOrderedIds ids;

    ConsentDesk(FamilyDoor door, Database database, Layouts layouts, Drafts drafts, TimeOrderedIds ids) {
        this.door = door;
        this.database = database;
        this.layouts = layouts;
        this.drafts = drafts;
        this.ids = ids;
    }

    /// A family and who of it can agree.
    ///
    /// @param staff colleagues who may have asked or judged: those who work with the family, and
    ///     one's own team
    record Opened(OpenFamily family, List<WhoCanAgree.Person> people, Map<UUID, String> staff) {

        List<UUID> children() {
            return family.children().stream().map(OpenFamily.Member::id).toList();
        }

        /// The children who live, or are to be born.
        List<OpenFamily.Member> living() {
            return family.children().stream()
                    .filter(child -> child.died() == null)
                    .toList();
        }

        Instant now() {
            return family.now();
        }

        String first(UUID child) {
            return family.child(child).map(OpenFamily.Member::first).orElse("a child");
        }

        String firsts(List<UUID> children) {
            return Words.and(children.stream().map(this::first).toList());
        }

        Optional<WhoCanAgree.Person> person(String id) {
            return people.stream()
                    .filter(person -> person.id().toString().equals(id))
                    .findFirst();
        }

        String url() {
            return family.url() + "/consents";
        }

        /// The agreements of the procedure, its own first.
        List<AgreementType> agreements() {
            var all = new LinkedHashMap<String, AgreementType>();
            for (var layer = family.policy(); layer != null; layer = layer.national()) {
                layer.agreements().forEach(all::putIfAbsent);
            }
            return List.copyOf(all.values());
        }

        Policy policy() {
            return family.policy();
        }
    }

    Opened open(SignedInStaff me, UUID id) {
        var family = door.open(me, id);
        return database.read(
                me.viewer(),
                sql -> new Opened(
                        family,
                        new WhoCanAgree(sql).of(id, family.now()),
                        colleagues(
                                sql,
                                me,
                                family.children().stream()
                                        .map(OpenFamily.Member::id)
                                        .toList(),
                                family.now())));
    }

    private static Map<UUID, String> colleagues(JdbcClient sql, SignedInStaff me, List<UUID> children, Instant now) {
        var all = new LinkedHashMap<UUID, String>();
        all.put(me.staff(), me.name());
        sql.sql("""
                        select s.id, s.name
                          from staff s
                         where s.active
                           and s.id in (
                               select staff
                                 from allocation
                                where child = any(:children)
                                  and staff is not null
                               union
                               select theirs.staff
                                 from staff_role mine
                                 join staff_role theirs
                                   on theirs.authority = mine.authority and theirs.team = mine.team
                                where mine.staff = :me
                                  and mine.held_from <= :now
                                  and (mine.held_until is null or mine.held_until > :now)
                                  and (theirs.held_until is null or theirs.held_until > :now))
                         order by s.name, s.id
                         limit 100
                        """)
                .param("children", children.toArray(UUID[]::new))
                .param("me", me.staff())
                .param("now", Rows.at(now))
                .query(rs -> {
                    all.putIfAbsent(rs.getObject("id", UUID.class), rs.getString("name"));
                });
        return all;
    }

    // Forms.

    /// A form of these pages as it stands.
    ///
    /// @param what names its draft: `answer`, `exclusion`
    record Sheet(Typed typed, String what, HttpStatus status) {}

    private static String draft(UUID family, String what) {
        return "consents:" + family + ":" + what;
    }

    /// The form as it was kept, or with what the record knows already.
    Sheet opened(SignedInStaff me, UUID family, String what, Map<String, List<String>> known) {
        var kept = drafts.find(me, draft(family, what));
        return new Sheet(
                kept.map(found -> Typed.draft(found.values()))
                        .orElseGet(() -> known.isEmpty() ? Typed.nothing() : Typed.draft(known)),
                what,
                HttpStatus.OK);
    }

    Sheet wrong(SignedInStaff me, UUID family, String what, Typed typed) {
        drafts.save(me, draft(family, what), typed);
        return new Sheet(typed, what, HttpStatus.BAD_REQUEST);
    }

    void done(SignedInStaff me, UUID family, String what) {
        drafts.forget(me, draft(family, what));
    }

    /// What stands around a form on its page.
    ///
    /// @param path of the page under the family's consents, with its query
    record Around(String heading, String path, String button, List<String> words, List<Card> cards) {}

    ModelAndView page(
            SignedInStaff me,
            HttpServletRequest request,
            Opened opened,
            Around around,
            Sheet sheet,
            List<FormPart> parts,
            List<Hidden> more) {
        var layout = layouts.of(
                request, me, around.heading() + ", " + opened.family().reference(), "/families");
        if (sheet.typed().hasErrors()) {
            layout = layout.with(sheet.typed().problems());
        }
        var draft = draft(opened.family().id(), sheet.what());
        var hidden = new ArrayList<Hidden>();
        hidden.add(
                new Hidden("key", sheet.typed().key().orElseGet(() -> ids.next().toString())));
        hidden.add(new Hidden("draft", draft));
        hidden.add(new Hidden("page", opened.url() + around.path()));
        hidden.add(new Hidden("by", me.staff().toString()));
        hidden.addAll(more);
        return PageOf.view(
                "consents/form",
                new ConsentFormPage(
                        layout,
                        opened.family().identity(),
                        opened.family().tabs("consents"),
                        new Link("Consent and sharing", opened.url()),
                        around.heading(),
                        around.words(),
                        new Form(
                                opened.url() + around.path().split("\\?", 2)[0],
                                layout.csrf(),
                                hidden,
                                parts,
                                around.button(),
                                List.of(new Link("Do not record anything", opened.url())),
                                "/drafts/" + draft,
                                drafts.saved(me, draft)),
                        around.cards()),
                sheet.status());
    }

    // Fields that several of these forms have.

    static FormPart children(Typed typed, Opened opened, String legend) {
        return new FormPart.Checkboxes(
                "children",
                legend,
                null,
                opened.living().stream()
                        .map(child -> new FormPart.Choice(
                                child.id().toString(),
                                child.name(),
                                child.birth(),
                                List.of(),
                                typed.isNew()
                                        || typed.chose("children", child.id().toString()),
                                List.of()))
                        .toList(),
                typed.error("children"));
    }

    /// The children chosen; with an error at the field where there is none.
    static List<UUID> readChildren(Typed typed, Opened opened) {
        var chosen = opened.living().stream()
                .map(OpenFamily.Member::id)
                .filter(child -> typed.chose("children", child.toString()))
                .toList();
        if (chosen.isEmpty()) {
            typed.fail("children", "Choose the children it is about");
        }
        return chosen;
    }

    static FormPart.Select staff(Typed typed, Opened opened, String id, String label, String hint, UUID atFirst) {
        var chosen = typed.value(id, atFirst.toString());
        return new FormPart.Select(
                id,
                label,
                hint,
                opened.staff().entrySet().stream()
                        .map(each -> new FormPart.Option(
                                each.getKey().toString(),
                                each.getValue(),
                                each.getKey().toString().equals(chosen)))
                        .toList(),
                typed.error(id));
    }

    static Optional<UUID> readStaff(Typed typed, Opened opened, String id, String orElse) {
        var found = opened.staff().keySet().stream()
                .filter(each -> each.toString().equals(typed.value(id)))
                .findFirst();
        if (found.isEmpty()) {
            typed.fail(id, orElse);
        }
        return found;
    }

    /// A day that may be left out.
    static Optional<LocalDate> optionalDay(Typed typed, String id) {
        boolean empty = (typed.value(id + "-day") + typed.value(id + "-month") + typed.value(id + "-year")).isBlank();
        return empty ? Optional.empty() : TypedDate.readDay(typed, id, "Enter a day");
    }

    static Map<String, List<String>> known(Object... pairs) {
        var all = new HashMap<String, List<String>>();
        for (int i = 0; i < pairs.length; i += 2) {
            all.put(String.valueOf(pairs[i]), List.of(String.valueOf(pairs[i + 1])));
        }
        return all;
    }

    static void day(Map<String, List<String>> known, String id, LocalDate day) {
        known.put(id + "-day", List.of(String.valueOf(day.getDayOfMonth())));
        known.put(id + "-month", List.of(String.valueOf(day.getMonthValue())));
        known.put(id + "-year", List.of(String.valueOf(day.getYear())));
    }

    /// How people are spoken with.
    static final List<Fields.Answer> HOW = List.of(
            new Fields.Answer("in-person", "Face to face"),
            new Fields.Answer("telephone", "By telephone"),
            new Fields.Answer("video", "By video call"),
            new Fields.Answer("letter", "By letter or email"),
            new Fields.Answer("signed-form", "On a signed form"));

    static String how(String word) {
        return HOW.stream()
                .filter(how -> how.value().equals(word))
                .map(Fields.Answer::label)
                .findFirst()
                .orElse(word);
    }
}
