package stepways.app.notes;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.families.FamilyDoor;
import stepways.app.families.OpenFamily;
import stepways.app.notes.NoteForm.Sheet;
import stepways.app.web.Action;
import stepways.app.web.Card;
import stepways.app.web.Dates;
import stepways.app.web.Drafts;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.Hidden;
import stepways.app.web.Layout;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.NotFound;
import stepways.app.web.NotYours;
import stepways.app.web.PageOf;
import stepways.app.web.Pages;
import stepways.app.web.Problem;
import stepways.app.web.Problems;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;

/// Notes of a family: reading them, writing one, correcting one.
@Controller
class NotesController {

    private static final int A_PAGE = 20;
    private static final int WRITTEN_LAST = 5;

    /// The field that says the note should not be here at all.
    private static final String IN_ERROR = "in-error";

    private final Database database;
    private final FamilyDoor door;
    private final NoteBook book;
    private final Drafts drafts;
    private final Layouts layouts;
    private final TimeOrderedIds ids;

    NotesController(
            Database database, FamilyDoor door, NoteBook book, Drafts drafts, Layouts layouts, TimeOrderedIds ids) {
        this.database = database;
        this.door = door;
        this.book = book;
        this.drafts = drafts;
        this.layouts = layouts;
        this.ids = ids;
    }

    // Reading.

    @GetMapping("/families/{id}/notes")
    ModelAndView notes(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String purpose,
            @RequestParam(defaultValue = "") String child,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String after) {
        var family = door.open(me, id, purpose);
        var views = new NoteViews(family);
        var only = family.children().stream()
                .filter(each -> each.id().toString().equals(child))
                .findFirst();
        var ofKind = NoteKind.of(kind);
        var found = database.read(
                me.viewer(),
                sql -> new NoteRows(sql)
                        .page(
                                id,
                                only.map(OpenFamily.Member::id).orElse(null),
                                ofKind.orElse(null),
                                NoteRows.Place.of(after),
                                A_PAGE));
        var shown = found.stream().limit(A_PAGE).toList();
        var layout = layout(request, me, family, "Notes");
        var address = family.url() + "/notes?child="
                + only.map(each -> each.id().toString()).orElse("") + "&kind="
                + ofKind.map(NoteKind::word).orElse("");
        return PageOf.view(
                "notes/notes",
                new NotesPage(
                        layout,
                        family.identity(),
                        family.tabs("notes"),
                        "Notes",
                        new Action.Open("Write a note", family.url() + "/notes/new", null),
                        List.of(new Action.Open("Record a visit", family.url() + "/visits/new", null)),
                        filter(family, layout, only.map(OpenFamily.Member::id).orElse(null), ofKind.orElse(null)),
                        shown.stream().map(views::inList).toList(),
                        !shown.isEmpty()
                                ? null
                                : only.isPresent() || ofKind.isPresent() || !after.isEmpty()
                                        ? "No note here. Choose every child and every kind to see all."
                                        : "Nothing is written yet. Notes say what happened, who was there and what each child says.",
                        found.size() <= A_PAGE && after.isEmpty()
                                ? null
                                : new Pages(
                                        shown.isEmpty() ? "No more" : between(shown),
                                        after.isEmpty() ? null : address,
                                        found.size() > A_PAGE ? address + "&after=" + place(shown.getLast()) : null)));
    }

    private static String place(Chain chain) {
        return new NoteRows.Place(chain.now().note().happened(), chain.now().id()).word();
    }

    private static String between(List<Chain> shown) {
        var newest = Dates.date(shown.getFirst().now().note().happened());
        var oldest = Dates.date(shown.getLast().now().note().happened());
        return newest.equals(oldest) ? newest : newest + " back to " + oldest;
    }

    private static Form filter(OpenFamily family, Layout layout, @Nullable UUID child, @Nullable NoteKind kind) {
        var children = new ArrayList<FormPart.Option>();
        children.add(new FormPart.Option("", "Every child", child == null));
        for (var each : family.children()) {
            children.add(new FormPart.Option(
                    each.id().toString(),
                    each.name() + ", " + each.birth(),
                    each.id().equals(child)));
        }
        var kinds = new ArrayList<FormPart.Option>();
        kinds.add(new FormPart.Option("", "Every kind", kind == null));
        for (var each : NoteKind.values()) {
            kinds.add(new FormPart.Option(each.word(), each.title(), each == kind));
        }
        return new Form(
                family.url() + "/notes",
                layout.csrf(),
                List.of(),
                List.of(
                        new FormPart.Select("child", "About", null, children, null),
                        new FormPart.Select("kind", "Kind", null, kinds, null)),
                "Show these",
                List.of(),
                null,
                null);
    }

    @GetMapping("/families/{id}/notes/{note}")
    ModelAndView note(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            @PathVariable UUID note) {
        var family = door.open(me, id);
        var chain = chain(me, family, note);
        var views = new NoteViews(family);
        var title = NoteViews.title(chain.now().note());
        var actions = new ArrayList<Action>();
        if (mayCorrect(family, chain)) {
            actions.add(new Action.Open("Correct this", views.url(chain) + "/correct", null));
        } else {
            actions.add(new Action.Blocked(
                    "Correct this", "A management decision is corrected by a manager.", List.of(), null));
        }
        return PageOf.view(
                "notes/note",
                new NotePage(
                        layout(request, me, family, chain.now().note().kind().title()),
                        family.identity(),
                        back(family, Sheet.of(chain.now().note().kind())),
                        title,
                        views.whole(chain),
                        actions,
                        views.earlier(chain),
                        views.copy(chain)));
    }

    private Chain chain(SignedInStaff me, OpenFamily family, UUID note) {
        return database.read(me.viewer(), sql -> new NoteRows(sql).of(family.id(), note))
                .orElseThrow(() -> new NotFound("a note of this family"));
    }

    private static boolean mayCorrect(OpenFamily family, Chain chain) {
        return chain.now().note().kind() != NoteKind.MANAGEMENT_DECISION
                || !NoteForm.managingRoles(family).isEmpty();
    }

    private static Link back(OpenFamily family, Sheet sheet) {
        return sheet == Sheet.DECISION
                ? new Link("Decisions", family.url() + "/decisions")
                : new Link("Notes", family.url() + "/notes");
    }

    private Layout layout(HttpServletRequest request, SignedInStaff me, OpenFamily family, String page) {
        return layouts.of(request, me, page + ", " + family.reference(), "/families");
    }

    // Writing.

    @GetMapping("/families/{id}/notes/new")
    ModelAndView newNote(@AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, @PathVariable UUID id) {
        return opened(me, request, id, Sheet.NOTE);
    }

    @GetMapping("/families/{id}/visits/new")
    ModelAndView newVisit(
            @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, @PathVariable UUID id) {
        return opened(me, request, id, Sheet.VISIT);
    }

    @GetMapping("/families/{id}/decisions/new")
    ModelAndView newDecision(
            @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request, @PathVariable UUID id) {
        return opened(me, request, id, Sheet.DECISION);
    }

    @PostMapping("/families/{id}/notes")
    ModelAndView writeNote(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            RedirectAttributes flash) {
        return write(me, request, id, Sheet.NOTE, flash);
    }

    @PostMapping("/families/{id}/visits")
    ModelAndView writeVisit(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            RedirectAttributes flash) {
        return write(me, request, id, Sheet.VISIT, flash);
    }

    @PostMapping("/families/{id}/decisions")
    ModelAndView writeDecision(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            RedirectAttributes flash) {
        return write(me, request, id, Sheet.DECISION, flash);
    }

    private static String place(Sheet sheet) {
        return switch (sheet) {
            case NOTE -> "notes";
            case VISIT -> "visits";
            case DECISION -> "decisions";
        };
    }

    private static String heading(Sheet sheet) {
        return switch (sheet) {
            case NOTE -> "Write a note";
            case VISIT -> "Record a visit";
            case DECISION -> "Record a management decision";
        };
    }

    private static String button(Sheet sheet) {
        return switch (sheet) {
            case NOTE -> "Record the note";
            case VISIT -> "Record the visit";
            case DECISION -> "Record the decision";
        };
    }

    private static String draftOf(OpenFamily family, Sheet sheet) {
        return "family:" + family.id() + ":" + place(sheet) + ".new";
    }

    private ModelAndView opened(SignedInStaff me, HttpServletRequest request, UUID id, Sheet sheet) {
        var family = door.open(me, id);
        mustManage(family, sheet);
        var draft = draftOf(family, sheet);
        return form(me, request, family, sheet, kept(me, draft), draft, HttpStatus.OK);
    }

    /// What was kept of a form. The moment that stood in it at first is past: what the fields say is what
    /// is meant.
    private Typed kept(SignedInStaff me, String draft) {
        return drafts.find(me, draft)
                .map(kept -> {
                    var values = new LinkedHashMap<>(kept.values());
                    values.remove("happened-offered");
                    return Typed.draft(values);
                })
                .orElseGet(Typed::nothing);
    }

    private static void mustManage(OpenFamily family, Sheet sheet) {
        if (sheet == Sheet.DECISION && NoteForm.managingRoles(family).isEmpty()) {
            throw new NotYours(
                    "A management decision is recorded by a manager",
                    "Ask your manager to record it, or write a note of what was said.");
        }
    }

    private ModelAndView write(
            SignedInStaff me, HttpServletRequest request, UUID id, Sheet sheet, RedirectAttributes flash) {
        var family = door.open(me, id);
        mustManage(family, sheet);
        var typed = Typed.posted(request);
        var draft = draftOf(family, sheet);
        var note = new NoteForm(family, sheet, typed, null).read();
        if (note.isEmpty()) {
            drafts.save(me, draft, typed);
            return form(me, request, family, sheet, typed, draft, HttpStatus.BAD_REQUEST);
        }
        book.write(me, typed.key().orElseGet(() -> ids.next().toString()), id, null, note.get());
        drafts.forget(me, draft);
        flash.addFlashAttribute(Layouts.NOTICE, recorded(family, note.get()));
        return new ModelAndView("redirect:" + back(family, sheet).url());
    }

    /// Names the children, so that a note about the wrong one is seen at once.
    private static String recorded(OpenFamily family, Note note) {
        var names = NoteForm.names(
                family, note.about().stream().map(Note.About::child).toList());
        return "Recorded " + (note.wholeFamily() ? "for the whole family" + (names.isEmpty() ? "" : ": ") : "for ")
                + names + ".";
    }

    private ModelAndView form(
            SignedInStaff me,
            HttpServletRequest request,
            OpenFamily family,
            Sheet sheet,
            Typed typed,
            String draft,
            HttpStatus status) {
        var layout = layout(request, me, family, heading(sheet));
        var url = family.url() + "/" + place(sheet);
        var last =
                database.read(me.viewer(), sql -> new NoteRows(sql).page(family.id(), null, null, null, WRITTEN_LAST));
        return PageOf.view(
                "notes/form",
                new NoteFormPage(
                        typed.hasErrors() ? layout.with(typed.problems()) : layout,
                        family.identity(),
                        back(family, sheet),
                        heading(sheet),
                        List.of(),
                        null,
                        new Form(
                                url,
                                layout.csrf(),
                                hidden(me, family, typed, draft, url + "/new"),
                                new NoteForm(family, sheet, typed, null).parts(),
                                button(sheet),
                                List.of(new Link(
                                        "Do not record anything",
                                        back(family, sheet).url())),
                                "/drafts/" + draft,
                                drafts.saved(me, draft)),
                        writtenLast(family, last)),
                status);
    }

    private List<Hidden> hidden(SignedInStaff me, OpenFamily family, Typed typed, String draft, String page) {
        return List.of(
                new Hidden("key", typed.key().orElseGet(() -> ids.next().toString())),
                new Hidden("draft", draft),
                new Hidden("page", page),
                new Hidden("by", me.staff().toString()),
                TypedDate.offered(typed, family.now()));
    }

    private static @Nullable Card writtenLast(OpenFamily family, List<Chain> last) {
        if (last.isEmpty()) {
            return null;
        }
        var views = new NoteViews(family);
        return new Card(
                "written-last",
                "Written last",
                Card.Tone.PLAIN,
                List.of(),
                List.of(),
                last.stream()
                        .limit(WRITTEN_LAST)
                        .map(chain -> new Card.Line(
                                null,
                                Dates.date(chain.now().note().happened()) + ", "
                                        + NoteForm.names(
                                                family,
                                                chain.now().note().about().stream()
                                                        .map(Note.About::child)
                                                        .toList()),
                                new Link(NoteViews.title(chain.now().note()), views.url(chain))))
                        .toList());
    }

    // Correcting.

    private static String draftOf(OpenFamily family, Chain chain) {
        return "family:" + family.id() + ":notes." + chain.first().id() + ".correct";
    }

    @GetMapping("/families/{id}/notes/{note}/correct")
    ModelAndView correct(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            @PathVariable UUID note) {
        var family = door.open(me, id);
        var chain = chain(me, family, note);
        mustBeCorrectable(family, chain);
        var draft = draftOf(family, chain);
        var kept = kept(me, draft);
        var typed = kept.isNew() ? NoteForm.of(chain.now()) : kept;
        return correction(me, request, family, chain, typed, draft, null, HttpStatus.OK);
    }

    private static void mustBeCorrectable(OpenFamily family, Chain chain) {
        if (!mayCorrect(family, chain)) {
            throw new NotYours(
                    "A management decision is corrected by a manager", "Ask the manager who recorded it, or your own.");
        }
    }

    @PostMapping("/families/{id}/notes/{note}/correct")
    ModelAndView correct(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            @PathVariable UUID note,
            RedirectAttributes flash) {
        var family = door.open(me, id);
        var chain = chain(me, family, note);
        mustBeCorrectable(family, chain);
        var typed = Typed.posted(request);
        var draft = draftOf(family, chain);
        var read = chain.versions().stream()
                .filter(version -> version.id().toString().equals(typed.value("on")))
                .findFirst()
                .orElseThrow(() -> new NotFound("a version of this note"));
        boolean inError = typed.chose(IN_ERROR, "yes");
        var standing = read.note();
        var says = inError
                ? java.util.Optional.of(standing)
                : new NoteForm(family, Sheet.of(standing.kind()), typed, standing.kind()).read();
        var reason = typed.atMost("reason", Note.LONGEST);
        if (reason.isEmpty()) {
            typed.fail("reason", "Say why it is corrected");
        }
        if (says.isPresent() && inError == read.inError() && NoteForm.saysTheSame(says.get(), standing)) {
            typed.fail("reason", "Nothing is changed yet. Change what was wrong above, then send it");
        }
        if (typed.hasErrors() || says.isEmpty()) {
            drafts.save(me, draft, typed);
            return correction(me, request, family, chain, typed, draft, null, HttpStatus.BAD_REQUEST);
        }
        var answer = book.correct(
                me,
                typed.key().orElseGet(() -> ids.next().toString()),
                id,
                new NoteRows.Correction(read.id(), reason, inError),
                says.get());
        return switch (answer) {
            case NoteBook.Corrected.Overtaken() -> {
                drafts.save(me, draft, typed);
                yield overtaken(me, request, family, chain(me, family, note), typed, draft);
            }
            case NoteBook.Corrected.Done _ -> {
                drafts.forget(me, draft);
                flash.addFlashAttribute(
                        Layouts.NOTICE,
                        inError
                                ? "Marked as recorded in error. It stays readable."
                                : "Corrected. " + recorded(family, says.get()) + " Both versions stay readable.");
                yield new ModelAndView("redirect:" + new NoteViews(family).url(chain));
            }
        };
    }

    /// Both texts on one page: how the note stands now, and what was typed.
    private ModelAndView overtaken(
            SignedInStaff me, HttpServletRequest request, OpenFamily family, Chain chain, Typed typed, String draft) {
        var quicker = chain.now();
        return correction(
                me,
                request,
                family,
                chain,
                typed,
                draft,
                new Problems(
                        "This has changed since you opened the page",
                        List.of(
                                new Problem(
                                        quicker.by() + " corrected it on " + Dates.dateAndTime(quicker.recorded())
                                                + ": " + quicker.reason(),
                                        null,
                                        List.of(),
                                        null),
                                new Problem(
                                        "What it says now stands first, and what you typed is kept below it. Send yours again if it still holds.",
                                        null,
                                        List.of(),
                                        null))),
                HttpStatus.CONFLICT);
    }

    private ModelAndView correction(
            SignedInStaff me,
            HttpServletRequest request,
            OpenFamily family,
            Chain chain,
            Typed typed,
            String draft,
            @Nullable Problems overtaken,
            HttpStatus status) {
        var sheet = Sheet.of(chain.now().note().kind());
        var heading = "Correct: " + NoteViews.title(chain.now().note());
        var layout = layout(request, me, family, "Correct a note");
        var views = new NoteViews(family);
        var url = views.url(chain) + "/correct";
        var parts = new ArrayList<FormPart>(
                new NoteForm(family, sheet, typed, chain.now().note().kind()).parts());
        parts.add(new FormPart.Checkboxes(
                IN_ERROR,
                "Is it on the wrong family’s record?",
                null,
                List.of(new FormPart.Choice(
                        "yes",
                        "It should not stand on this family’s record at all",
                        "It stays readable as recorded in error. What you changed above is then not used.",
                        List.of(),
                        typed.chose(IN_ERROR, "yes"),
                        List.of())),
                null));
        parts.add(new FormPart.TextArea(
                "reason",
                "Why is it corrected?",
                "Whoever reads the note reads this too, with your name.",
                typed.value("reason"),
                3,
                typed.error("reason")));
        var hidden = new ArrayList<>(hidden(me, family, typed, draft, url));
        hidden.add(new Hidden(
                "on",
                overtaken != null || typed.value("on").isEmpty()
                        ? chain.now().id().toString()
                        : typed.value("on")));
        var problems = overtaken != null ? overtaken : typed.hasErrors() ? typed.problems() : null;
        return PageOf.view(
                "notes/form",
                new NoteFormPage(
                        problems == null ? layout : layout.with(problems),
                        family.identity(),
                        new Link("The note", views.url(chain)),
                        heading,
                        List.of(
                                "What stands there now stays readable, with what you change, your name and your reason."),
                        overtaken == null ? null : views.whole(chain),
                        new Form(
                                url,
                                layout.csrf(),
                                hidden,
                                parts,
                                "Record the correction",
                                List.of(new Link("Leave it as it is", views.url(chain))),
                                "/drafts/" + draft,
                                drafts.saved(me, draft)),
                        null),
                status);
    }
}
