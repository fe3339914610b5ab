package stepways.app.documents;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
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
import org.springframework.web.util.DisconnectedClientHelper;
import stepways.app.access.AccessLog;
import stepways.app.database.Database;
import stepways.app.database.TimeOrderedIds;
import stepways.app.families.FamilyDoor;
import stepways.app.families.OpenFamily;
import stepways.app.families.OpenFamily.Member;
import stepways.app.web.Action;
import stepways.app.web.Dates;
import stepways.app.web.Drafts;
import stepways.app.web.Fact;
import stepways.app.web.Fields;
import stepways.app.web.Form;
import stepways.app.web.FormPart;
import stepways.app.web.FormPart.Choice;
import stepways.app.web.Hidden;
import stepways.app.web.Layout;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.NotFound;
import stepways.app.web.NotYours;
import stepways.app.web.PageOf;
import stepways.app.web.Pages;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Tag;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;

/// Documents of a family: what is on file and how old it is, putting one on file, a newer version,
/// withdrawing one, and the file itself.
@Controller
class DocumentController {

    private static final int A_PAGE = 30;
    private static final int LINE = 500;
    private static final int TITLE = 200;
    private static final int REASON = 2_000;
    private static final String FAMILY = "family";
    private static final String FILE = "file";

    private final Database database;
    private final FamilyDoor door;
    private final Documents documents;
    private final Uploads uploads;
    private final StoredFiles files;
    private final AccessLog log;
    private final Drafts drafts;
    private final Layouts layouts;
    private final TimeOrderedIds ids;

    DocumentController(
            Database database,
            FamilyDoor door,
            Documents documents,
            Uploads uploads,
            StoredFiles files,
            AccessLog log,
            Drafts drafts,
            Layouts layouts,
            TimeOrderedIds ids) {
        this.database = database;
        this.door = door;
        this.documents = documents;
        this.uploads = uploads;
        this.files = files;
        this.log = log;
        this.drafts = drafts;
        this.layouts = layouts;
        this.ids = ids;
    }

    // Reading.

    @GetMapping("/families/{id}/documents")
    ModelAndView list(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String purpose,
            @RequestParam(defaultValue = "") String child,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String after) {
        var family = door.open(me, id, purpose);
        var wanted = new Wanted(family.policy());
        var only = family.children().stream()
                .filter(each -> each.id().toString().equals(child))
                .findFirst()
                .map(Member::id);
        var kinds = kinds(wanted);
        var ofKind = kinds.containsKey(kind) ? kind : "";
        var found = database.read(
                me.viewer(),
                sql -> new PaperRows(sql)
                        .page(id, children(family), only.orElse(null), ofKind, PaperRows.Place.of(after), A_PAGE));
        var shown = found.stream().limit(A_PAGE).toList();
        var layout = layout(request, me, family, "Documents");
        var address = url(family) + "?child=" + only.map(UUID::toString).orElse("") + "&kind=" + ofKind;
        return PageOf.view(
                "documents/documents",
                new DocumentsPage(
                        layout,
                        family.identity(),
                        family.tabs("documents"),
                        "Documents",
                        new Action.Open("Put a document on file", url(family) + "/new", null),
                        filter(family, layout, kinds, only.orElse(null), ofKind),
                        shown.stream().map(paper -> row(family, wanted, paper)).toList(),
                        !shown.isEmpty()
                                ? null
                                : only.isPresent() || !ofKind.isEmpty() || !after.isEmpty()
                                        ? "No document here. Choose every child and every kind to see all."
                                        : "No document is on file yet. What the procedure asks for can be put on file here.",
                        found.size() <= A_PAGE && after.isEmpty()
                                ? null
                                : new Pages(
                                        shown.isEmpty()
                                                ? "No more"
                                                : Dates.date(shown.getFirst().dated()) + " back to "
                                                        + Dates.date(
                                                                shown.getLast().dated()),
                                        after.isEmpty() ? null : address,
                                        found.size() > A_PAGE
                                                ? address + "&after="
                                                        + new PaperRows.Place(
                                                                        shown.getLast()
                                                                                .dated(),
                                                                        shown.getLast()
                                                                                .id())
                                                                .word()
                                                : null)));
    }

    private static Map<String, String> kinds(Wanted wanted) {
        var kinds = new java.util.LinkedHashMap<>(wanted.kinds());
        kinds.putIfAbsent(Documents.OTHER, "Another document");
        return kinds;
    }

    private static List<UUID> children(OpenFamily family) {
        return family.children().stream().map(Member::id).toList();
    }

    private static String url(OpenFamily family) {
        return family.url() + "/documents";
    }

    private Layout layout(HttpServletRequest request, SignedInStaff me, OpenFamily family, String page) {
        return layouts.of(request, me, page + ", " + family.reference(), "/families");
    }

    private static Form filter(
            OpenFamily family, Layout layout, Map<String, String> kinds, @Nullable UUID child, String kind) {
        var ofChildren = new ArrayList<FormPart.Option>();
        ofChildren.add(new FormPart.Option("", "Every child", child == null));
        for (var each : family.children()) {
            ofChildren.add(new FormPart.Option(
                    each.id().toString(),
                    each.name() + ", " + each.birth(),
                    each.id().equals(child)));
        }
        var ofKinds = new ArrayList<FormPart.Option>();
        ofKinds.add(new FormPart.Option("", "Every kind", kind.isEmpty()));
        kinds.forEach((name, title) -> ofKinds.add(new FormPart.Option(name, title, name.equals(kind))));
        return new Form(
                url(family),
                layout.csrf(),
                List.of(),
                List.of(
                        new FormPart.Select("child", "About", null, ofChildren, null),
                        new FormPart.Select("kind", "Kind", null, ofKinds, null)),
                "Show these",
                List.of(),
                null,
                null);
    }

    private static DocumentsPage.Row row(OpenFamily family, Wanted wanted, Paper paper) {
        return new DocumentsPage.Row(
                new Link(title(paper), url(family) + "/" + paper.id()),
                wanted.kinds().containsKey(paper.kind())
                                && !wanted.title(paper.kind()).equals(title(paper))
                        ? wanted.title(paper.kind())
                        : "",
                about(family, paper),
                unfiled(family, paper),
                Dates.date(paper.dated()),
                Wanted.age(paper.dated(), Dates.day(family.now())),
                paper.stands() ? wanted.wants(paper.kind(), paper.dated(), family.now()) : null,
                filed(paper),
                state(wanted, paper, family));
    }

    private static String title(Paper paper) {
        var title = paper.title();
        return title.isEmpty() ? "Document" : Character.toUpperCase(title.charAt(0)) + title.substring(1);
    }

    /// For whom it counts, or counted.
    private static String about(OpenFamily family, Paper paper) {
        var names = names(
                family,
                paper.copies().stream().filter(copy -> copy.withdrawn() == null).toList());
        return names.isEmpty() ? names(family, paper.copies()) : names;
    }

    private static String names(OpenFamily family, List<Paper.Copy> copies) {
        if (copies.isEmpty()) {
            return "";
        }
        var names = copies.stream()
                .map(Paper.Copy::child)
                .filter(java.util.Objects::nonNull)
                .map(child -> family.child(child).map(Member::name).orElse("a child of another family"))
                .distinct()
                .toList();
        return names.isEmpty()
                ? "The family"
                : names.size() == 1
                        ? names.getFirst()
                        : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }

    private static List<String> unfiled(OpenFamily family, Paper paper) {
        return paper.copies().stream()
                .flatMap(copy -> {
                    var gone = copy.withdrawn();
                    return gone == null
                            ? Stream.<String>empty()
                            : Stream.of("Withdrawn for "
                                    + names(family, List.of(copy)).replaceFirst("^The", "the") + " by " + gone.by()
                                    + " on " + Dates.date(gone.recorded()) + ": " + gone.reason());
                })
                .toList();
    }

    private static String filed(Paper paper) {
        var when = Dates.date(paper.recorded());
        var by = switch (paper.source()) {
            case "import" -> "from the case system’s extract";
            default -> paper.by() == null ? "" : "by " + paper.by();
        };
        var words = "Filed " + when + (by.isEmpty() ? "" : " " + by);
        return paper.run() == null ? words : words + " in " + paper.run();
    }

    private static Tag state(Wanted wanted, Paper paper, OpenFamily family) {
        if (paper.withdrawnWholly()) {
            return new Tag("Withdrawn", Tag.Tone.GREY);
        }
        if (!paper.stands()) {
            return new Tag("Earlier version", Tag.Tone.GREY);
        }
        if (wanted.isTooOld(paper.kind(), paper.dated(), family.now())) {
            return new Tag("Too old", Tag.Tone.RED);
        }
        return paper.file() == null ? new Tag("Kept elsewhere", Tag.Tone.BLUE) : new Tag("On file", Tag.Tone.PLAIN);
    }

    @GetMapping("/families/{id}/documents/{document}")
    ModelAndView document(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            @PathVariable UUID document) {
        var family = door.open(me, id);
        var paper = Documents.paper(database, me, id, children(family), document);
        var versions = database.read(me.viewer(), sql -> new PaperRows(sql).versions(id, children(family), paper));
        var wanted = new Wanted(family.policy());
        return PageOf.view(
                "documents/document",
                new DocumentPage(
                        layout(request, me, family, "Document"),
                        family.identity(),
                        new Link("Documents", url(family)),
                        title(paper),
                        state(wanted, paper, family),
                        unfiled(family, paper),
                        facts(family, wanted, paper),
                        paper.stands() ? wanted.wants(paper.kind(), paper.dated(), family.now()) : null,
                        openFile(family, paper),
                        actions(family, paper),
                        versions.size() < 2
                                ? List.of()
                                : versions.stream()
                                        .map(version -> new DocumentPage.Version(
                                                new Link(
                                                        "Version " + version.version(),
                                                        url(family) + "/" + version.id()),
                                                version.id().equals(paper.id()),
                                                "dated " + Dates.date(version.dated()) + ", " + about(family, version)
                                                        + ". " + filed(version) + ".",
                                                state(wanted, version, family)))
                                        .toList()));
    }

    private static List<Fact> facts(OpenFamily family, Wanted wanted, Paper paper) {
        var facts = new ArrayList<Fact>();
        facts.add(Fact.of(
                "Kind", paper.kind().equals(Documents.OTHER) ? "Another document" : wanted.title(paper.kind())));
        facts.add(Fact.of("About", about(family, paper)));
        facts.add(Fact.of(
                "Dated", Dates.date(paper.dated()) + ", " + Wanted.age(paper.dated(), Dates.day(family.now()))));
        facts.add(Fact.of("Version", String.valueOf(paper.version())));
        facts.add(Fact.of("Filed", filed(paper).replaceFirst("^Filed ", "")));
        var file = paper.file();
        if (file != null) {
            facts.add(Fact.of(
                    "File",
                    FileKind.of(file.mediaType()).map(FileKind::title).orElse(file.mediaType()) + ", "
                            + Uploads.megabytes(file.size())));
            facts.add(Fact.of("Fingerprint", "SHA-256 " + file.sha256()));
        }
        var heldAt = paper.heldAt();
        if (heldAt != null) {
            facts.add(Fact.of("Kept in", heldAt));
        } else if (file == null) {
            facts.add(Fact.of("Kept in", "the council’s case system; nobody said where"));
        }
        return facts;
    }

    private static @Nullable Action openFile(OpenFamily family, Paper paper) {
        var file = paper.file();
        if (file == null) {
            return null;
        }
        return mayOpen(family, paper)
                ? new Action.Open("Save “" + file.name() + "”", url(family) + "/" + paper.id() + "/file", null)
                : new Action.Blocked(
                        "Open the file",
                        "It was withdrawn, and may be about somebody else.",
                        List.of(),
                        "A manager of the service can open it.");
    }

    /// What was filed on the wrong record is not for those who read this one.
    private static boolean mayOpen(OpenFamily family, Paper paper) {
        return family.manager() || !paper.withdrawnWholly();
    }

    private static List<Action> actions(OpenFamily family, Paper paper) {
        var actions = new ArrayList<Action>();
        if (paper.stands()) {
            actions.add(new Action.Open("File a newer version", url(family) + "/" + paper.id() + "/new-version", null));
        }
        if (!paper.withdrawnWholly()) {
            actions.add(new Action.Open(
                    "Withdraw it",
                    url(family) + "/" + paper.id() + "/withdraw",
                    "When it was filed where it does not belong."));
        }
        return actions;
    }

    /// The file itself: saved, never shown in the browser, whatever is in it.
    @GetMapping("/families/{id}/documents/{document}/file")
    void file(
            @AuthenticationPrincipal SignedInStaff me,
            @PathVariable UUID id,
            @PathVariable UUID document,
            HttpServletResponse response)
            throws IOException {
        var family = door.open(me, id);
        var paper = Documents.paper(database, me, id, children(family), document);
        var file = paper.file();
        if (file == null) {
            throw new NotFound("a file of this document");
        }
        if (!mayOpen(family, paper)) {
            throw new NotYours(
                    "This document was withdrawn",
                    "It may be about somebody else. Ask a manager of the service, who can open it.");
        }
        log.write(me, "save-document", null, id, null, null, null);
        response.setContentType(file.mediaType());
        response.setContentLengthLong(file.size());
        response.setHeader("Content-Disposition", FileNames.attachment(file.name()));
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
        response.setHeader("Cache-Control", "no-store");
        try {
            files.write(me, file.id(), file.size(), response.getOutputStream());
        } catch (IOException broken) {
            // A reader who goes away before the end needs no answer.
            if (!DisconnectedClientHelper.isClientDisconnectedException(broken)) {
                throw broken;
            }
        }
    }

    // Putting one on file.

    private static String draftOf(OpenFamily family, String what) {
        return "family:" + family.id() + ":documents." + what;
    }

    @GetMapping("/families/{id}/documents/new")
    ModelAndView ask(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String kind) {
        var family = door.open(me, id);
        var draft = draftOf(family, "new");
        var typed = drafts.typed(me, draft);
        if (typed.isNew() && !kind.isEmpty()) {
            typed.carry("kind", kind);
        }
        return form(me, request, family, typed, draft, HttpStatus.OK);
    }

    @PostMapping("/families/{id}/documents")
    ModelAndView file(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            RedirectAttributes flash) {
        var family = door.open(me, id);
        var draft = draftOf(family, "new");
        var typed = Typed.posted(request);
        var wanted = new Wanted(family.policy());
        var kind = typed.value("kind");
        var title = typed.atMost("title", TITLE);
        if (!kinds(wanted).containsKey(kind)) {
            typed.fail("kind", "Choose what kind of document it is");
        } else if (kind.equals(Documents.OTHER) && title.isEmpty()) {
            typed.fail("title", "Say what the document is");
        }
        var about = about(family, typed);
        var dated = dated(typed, family);
        var heldAt = typed.atMost("held-at", LINE);
        var file = uploads.read(request, me, typed, FILE);
        if (file.isEmpty() && heldAt.isEmpty() && typed.error(FILE) == null) {
            typed.fail(FILE, "Choose the file, or say where the document is kept");
        }
        if (!typed.hasErrors() && dated.isPresent()) {
            var answer = documents.file(
                    me,
                    typed.key().orElseGet(() -> ids.next().toString()),
                    new Documents.Filing(
                            id,
                            about,
                            kind,
                            title.isEmpty() ? wanted.title(kind) : title,
                            dated.get(),
                            file.map(Uploads.Sent::id).orElse(null),
                            heldAt,
                            null));
            if (answer instanceof Documents.Answer.Done(var filing)) {
                drafts.forget(me, draft);
                flash.addFlashAttribute(Layouts.NOTICE, recorded(family, about, file));
                return new ModelAndView("redirect:" + url(family) + "/" + filing);
            }
            typed.fail(FILE, "This file is on file already, or was taken away. Choose it again");
        }
        drafts.save(me, draft, typed);
        return form(me, request, family, typed, draft, HttpStatus.BAD_REQUEST);
    }

    /// Names the children, and says what a file is whose name said something else.
    private static String recorded(OpenFamily family, List<UUID> about, Optional<Uploads.Sent> file) {
        var names = about.stream()
                .map(child -> family.child(child).map(Member::name).orElse(""))
                .toList();
        var words = "On file for "
                + (names.isEmpty()
                        ? "the family"
                        : names.size() == 1
                                ? names.getFirst()
                                : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast())
                + ".";
        return words
                + file.map(Uploads.Sent::renamed)
                        .map(what -> " It is a " + what + ", and is kept under a name that says so.")
                        .orElse("");
    }

    private static Optional<LocalDate> dated(Typed typed, OpenFamily family) {
        return TypedDate.readPastDay(
                        typed,
                        "dated",
                        family.now(),
                        "Enter the date the document bears",
                        "The date of the document cannot be in the future")
                .filter(day -> {
                    boolean absurd = day.isBefore(LocalDate.of(1900, 1, 1));
                    if (absurd) {
                        typed.fail("dated", "Check the year: this is more than a hundred years ago");
                    }
                    return !absurd;
                });
    }

    /// The children ticked; for the whole family every child who is in it now.
    private static List<UUID> about(OpenFamily family, Typed typed) {
        boolean whole = typed.chose("about", FAMILY);
        var today = Dates.day(family.now());
        var about = family.children().stream()
                .filter(child -> typed.chose("about", child.id().toString()) || whole && child.hereOn(today))
                .map(Member::id)
                .toList();
        if (about.isEmpty() && !whole) {
            typed.fail("about", "Tick each child it is about, or the whole family");
        }
        return about;
    }

    private ModelAndView form(
            SignedInStaff me,
            HttpServletRequest request,
            OpenFamily family,
            Typed typed,
            String draft,
            HttpStatus status) {
        var layout = layout(request, me, family, "Put a document on file");
        var wanted = new Wanted(family.policy());
        var parts = new ArrayList<FormPart>();
        parts.add(Fields.select(
                typed,
                "kind",
                "What kind of document is it?",
                null,
                kinds(wanted).entrySet().stream()
                        .map(kind -> new Fields.Answer(kind.getKey(), kind.getValue()))
                        .toList()));
        parts.add(Fields.line(typed, "title", "What is it called?", "Leave this out where the kind says enough.", 0));
        var choices = new ArrayList<Choice>();
        for (var child : family.children()) {
            choices.add(Choice.of(
                    child.id().toString(),
                    child.name() + ", " + child.birth(),
                    typed.chose("about", child.id().toString())));
        }
        choices.add(Choice.of(
                FAMILY,
                choices.isEmpty() ? "The whole family" : "The whole family: every child above",
                typed.chose("about", FAMILY)));
        parts.add(new FormPart.Checkboxes(
                "about",
                "Whom is it about?",
                "Tick each child it is about. It is then on file for each of them.",
                choices,
                typed.error("about")));
        parts.addAll(file(me, typed));
        return PageOf.view(
                "documents/form",
                new DocumentFormPage(
                        typed.hasErrors() ? layout.with(typed.problems()) : layout,
                        family.identity(),
                        new Link("Documents", url(family)),
                        "Put a document on file",
                        List.of(),
                        new Form(
                                url(family),
                                layout.csrf(),
                                hidden(me, typed, draft, url(family) + "/new", true),
                                parts,
                                "Put it on file",
                                List.of(new Link("Do not file anything", url(family))),
                                "/drafts/" + draft,
                                drafts.saved(me, draft))),
                status);
    }

    private List<FormPart> file(SignedInStaff me, Typed typed) {
        return List.of(
                TypedDate.day(
                        typed,
                        "dated",
                        "What date does it bear?",
                        "Its age is counted from this day. For example, 12 6 2026."),
                uploads.field(me, typed, FILE, "The file"),
                Fields.line(
                        typed,
                        "held-at",
                        "Where is it kept, if not here?",
                        "Name the place in the case system. Leave this out when you choose a file.",
                        0));
    }

    private List<Hidden> hidden(SignedInStaff me, Typed typed, String draft, String page, boolean withFile) {
        var hidden = new ArrayList<Hidden>();
        hidden.add(new Hidden("key", typed.key().orElseGet(() -> ids.next().toString())));
        hidden.add(new Hidden("draft", draft));
        hidden.add(new Hidden("page", page));
        hidden.add(new Hidden("by", me.staff().toString()));
        if (withFile) {
            hidden.add(uploads.hidden(typed, FILE));
        }
        return hidden;
    }

    // A newer version.

    @GetMapping("/families/{id}/documents/{document}/new-version")
    ModelAndView askForVersion(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            @PathVariable UUID document) {
        var family = door.open(me, id);
        var paper = Documents.paper(database, me, id, children(family), document);
        var draft = draftOf(family, document + ".version");
        return version(me, request, family, paper, drafts.typed(me, draft), draft, HttpStatus.OK);
    }

    @PostMapping("/families/{id}/documents/{document}/new-version")
    ModelAndView version(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            @PathVariable UUID document,
            RedirectAttributes flash) {
        var family = door.open(me, id);
        var paper = Documents.paper(database, me, id, children(family), document);
        var draft = draftOf(family, document + ".version");
        var typed = Typed.posted(request);
        var dated = dated(typed, family);
        var heldAt = typed.atMost("held-at", LINE);
        var file = uploads.read(request, me, typed, FILE);
        if (file.isEmpty() && heldAt.isEmpty() && typed.error(FILE) == null) {
            typed.fail(FILE, "Choose the file, or say where the document is kept");
        }
        if (typed.hasErrors() || dated.isEmpty()) {
            drafts.save(me, draft, typed);
            return version(me, request, family, paper, typed, draft, HttpStatus.BAD_REQUEST);
        }
        var answer = documents.file(
                me,
                typed.key().orElseGet(() -> ids.next().toString()),
                new Documents.Filing(
                        id,
                        List.of(),
                        paper.kind(),
                        paper.title(),
                        dated.get(),
                        file.map(Uploads.Sent::id).orElse(null),
                        heldAt,
                        document));
        return switch (answer) {
            case Documents.Answer.Done(var filing) -> {
                drafts.forget(me, draft);
                flash.addFlashAttribute(
                        Layouts.NOTICE,
                        "Version " + (paper.version() + 1) + " is on file. The earlier one stays readable.");
                yield new ModelAndView("redirect:" + url(family) + "/" + filing);
            }
            case Documents.Answer.NoFile() -> {
                typed.fail(FILE, "This file is on file already, or was taken away. Choose it again");
                drafts.save(me, draft, typed);
                yield version(me, request, family, paper, typed, draft, HttpStatus.BAD_REQUEST);
            }
            case Documents.Answer.Overtaken() -> {
                typed.fail(
                        FILE,
                        "Somebody has filed a newer version or withdrawn this one meanwhile. What you chose is kept: open the newest version and file yours after it");
                drafts.save(me, draft, typed);
                yield version(me, request, family, paper, typed, draft, HttpStatus.CONFLICT);
            }
        };
    }

    private ModelAndView version(
            SignedInStaff me,
            HttpServletRequest request,
            OpenFamily family,
            Paper paper,
            Typed typed,
            String draft,
            HttpStatus status) {
        var layout = layout(request, me, family, "File a newer version");
        var url = url(family) + "/" + paper.id() + "/new-version";
        return PageOf.view(
                "documents/form",
                new DocumentFormPage(
                        typed.hasErrors() ? layout.with(typed.problems()) : layout,
                        family.identity(),
                        new Link(title(paper), url(family) + "/" + paper.id()),
                        "File a newer version",
                        List.of(title(paper) + ", " + about(family, paper) + ": version " + paper.version() + ", dated "
                                + Dates.date(paper.dated()) + ". It stays readable."),
                        new Form(
                                url,
                                layout.csrf(),
                                hidden(me, typed, draft, url, true),
                                file(me, typed),
                                "Put it on file",
                                List.of(new Link("Leave it as it is", url(family) + "/" + paper.id())),
                                "/drafts/" + draft,
                                drafts.saved(me, draft))),
                status);
    }

    // Withdrawing.

    @GetMapping("/families/{id}/documents/{document}/withdraw")
    ModelAndView askToWithdraw(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            @PathVariable UUID document) {
        var family = door.open(me, id);
        var paper = Documents.paper(database, me, id, children(family), document);
        var draft = draftOf(family, document + ".withdraw");
        return withdrawal(me, request, family, paper, drafts.typed(me, draft), draft, HttpStatus.OK);
    }

    @PostMapping("/families/{id}/documents/{document}/withdraw")
    ModelAndView withdraw(
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            @PathVariable UUID id,
            @PathVariable UUID document,
            RedirectAttributes flash) {
        var family = door.open(me, id);
        var paper = Documents.paper(database, me, id, children(family), document);
        var draft = draftOf(family, document + ".withdraw");
        var typed = Typed.posted(request);
        var open = withdrawable(paper);
        var chosen = open.size() == 1
                ? open
                : open.stream()
                        .filter(copy -> typed.chose("copies", copy.id().toString()))
                        .toList();
        if (open.isEmpty()) {
            typed.fail("reason", "It has been withdrawn already. Your reason is kept here and not recorded");
        } else if (chosen.isEmpty()) {
            typed.fail("copies", "Tick each child for whom it was filed wrongly");
        }
        var others = otherVersions(me, family, paper);
        boolean all = typed.value("which").equals("all");
        if (!others.isEmpty() && !all && !typed.value("which").equals("this")) {
            typed.fail("which", "Say whether every version was filed wrongly");
        }
        var reason = typed.atMost("reason", REASON);
        if (reason.isEmpty()) {
            typed.fail("reason", "Say why it is withdrawn");
        }
        if (typed.hasErrors()) {
            drafts.save(me, draft, typed);
            return withdrawal(me, request, family, paper, typed, draft, HttpStatus.BAD_REQUEST);
        }
        var copies = new ArrayList<>(chosen.stream().map(Paper.Copy::id).toList());
        if (all) {
            var children = chosen.stream().map(Paper.Copy::child).toList();
            others.stream()
                    .flatMap(version -> withdrawable(version).stream())
                    .filter(copy -> children.contains(copy.child()))
                    .forEach(copy -> copies.add(copy.id()));
        }
        var answer =
                documents.withdraw(me, typed.key().orElseGet(() -> ids.next().toString()), document, copies, reason);
        return switch (answer) {
            case Documents.Answer.Done _ -> {
                drafts.forget(me, draft);
                flash.addFlashAttribute(
                        Layouts.NOTICE,
                        "Withdrawn for " + names(family, chosen).replaceFirst("^The", "the")
                                + ". It stays listed and counts as evidence of nothing.");
                yield new ModelAndView("redirect:" + url(family));
            }
            case Documents.Answer.Overtaken(), Documents.Answer.NoFile() -> {
                typed.fail("reason", "Somebody has withdrawn it meanwhile. Your reason is kept here and not recorded");
                drafts.save(me, draft, typed);
                yield withdrawal(me, request, family, paper, typed, draft, HttpStatus.CONFLICT);
            }
        };
    }

    private static List<Paper.Copy> withdrawable(Paper paper) {
        return paper.copies().stream().filter(copy -> copy.withdrawn() == null).toList();
    }

    private List<Paper> otherVersions(SignedInStaff me, OpenFamily family, Paper paper) {
        return database
                .read(me.viewer(), sql -> new PaperRows(sql).versions(family.id(), children(family), paper))
                .stream()
                .filter(version -> !version.id().equals(paper.id()) && !version.withdrawnWholly())
                .toList();
    }

    private ModelAndView withdrawal(
            SignedInStaff me,
            HttpServletRequest request,
            OpenFamily family,
            Paper paper,
            Typed typed,
            String draft,
            HttpStatus status) {
        var layout = layout(request, me, family, "Withdraw a document");
        var url = url(family) + "/" + paper.id() + "/withdraw";
        var parts = new ArrayList<FormPart>();
        var open = withdrawable(paper);
        if (open.size() > 1) {
            parts.add(new FormPart.Checkboxes(
                    "copies",
                    "For whom was it filed wrongly?",
                    null,
                    open.stream()
                            .map(copy -> Choice.of(
                                    copy.id().toString(),
                                    names(family, List.of(copy)),
                                    typed.chose("copies", copy.id().toString())))
                            .toList(),
                    typed.error("copies")));
        }
        if (!otherVersions(me, family, paper).isEmpty()) {
            parts.add(Fields.radios(
                    typed,
                    "which",
                    "Which versions were filed wrongly?",
                    null,
                    List.of(
                            new Fields.Answer("all", "Every version: the document belongs somewhere else"),
                            new Fields.Answer(
                                    "this", "Only version " + paper.version() + ": another version then counts"))));
        }
        parts.add(
                Fields.area(typed, "reason", "Why is it withdrawn?", "Whoever looks for the document reads this.", 3));
        return PageOf.view(
                "documents/form",
                new DocumentFormPage(
                        typed.hasErrors() ? layout.with(typed.problems()) : layout,
                        family.identity(),
                        new Link(title(paper), url(family) + "/" + paper.id()),
                        "Withdraw “" + title(paper) + "”",
                        List.of(
                                about(family, paper) + ", dated " + Dates.date(paper.dated()) + ".",
                                "It stays listed as withdrawn, with your name and your reason. It counts as evidence of nothing any more, in open transfers too, and only a manager can open the file."),
                        new Form(
                                url,
                                layout.csrf(),
                                hidden(me, typed, draft, url, false),
                                parts,
                                "Withdraw it",
                                List.of(new Link("Leave it on file", url(family) + "/" + paper.id())),
                                "/drafts/" + draft,
                                drafts.saved(me, draft))),
                status);
    }
}
