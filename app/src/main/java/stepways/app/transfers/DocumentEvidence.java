package stepways.app.transfers;

import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import stepways.app.documents.Documents;
import stepways.app.documents.Uploads;
import stepways.app.documents.Wanted;
import stepways.app.web.Cite;
import stepways.app.web.Dates;
import stepways.app.web.FormPart;
import stepways.app.web.FormPart.Choice;
import stepways.app.web.Hidden;
import stepways.app.web.Typed;
import stepways.app.web.TypedDate;
import stepways.engine.policy.Item;
import stepways.engine.run.ItemKey;

/// The evidence for a document that a transfer asks for: one that is on file already, a new one, or one
/// that is kept elsewhere.
@Component
class DocumentEvidence {

    private static final String WHICH = "evidence";
    private static final String FILE = "file";

    /// A document that is not on file yet.
    private static final String ANOTHER = "another";

    private final Documents documents;
    private final Uploads uploads;

    DocumentEvidence(Documents documents, Uploads uploads) {
        this.documents = documents;
        this.uploads = uploads;
    }

    /// The documents on file that would do for every child whom the item is about.
    private List<Documents.Choice> onFile(Desk desk, ItemKey key, String kind) {
        var children = children(desk, key);
        return documents.standing(desk.me, children, kind).stream()
                .filter(choice -> choice.children().containsAll(children))
                .toList();
    }

    private static List<UUID> children(Desk desk, ItemKey key) {
        return desk.run().children().stream()
                .filter(child -> key.subject().isEmpty() || child.value().equals(key.subject()))
                .map(child -> UUID.fromString(child.value()))
                .toList();
    }

    /// The fields. A file can be sent where one document is asked for; of several each is put on file by
    /// itself.
    List<FormPart> fields(Desk desk, Item.Kind.Documents item, ItemKey key, Typed typed) {
        var day = TypedDate.day(
                typed, "value", "What date does it bear?", "Its age is counted from this day. For example, 12 6 2026.");
        if (item.of().size() != 1) {
            return List.of(day);
        }
        var kind = item.of().getFirst();
        var onFile = onFile(desk, key, kind);
        var parts = new ArrayList<FormPart>();
        if (!onFile.isEmpty()) {
            parts.add(which(desk, kind, onFile, typed));
        }
        parts.add(day);
        parts.add(uploads.field(desk.me, typed, FILE, "The file, if you put it on file here"));
        return parts;
    }

    private static FormPart which(Desk desk, String kind, List<Documents.Choice> onFile, Typed typed) {
        var choices = new ArrayList<Choice>();
        for (var choice : onFile) {
            var wants = new Wanted(desk.policy).wants(kind, choice.dated(), desk.now);
            choices.add(new Choice(
                    choice.filing().toString(),
                    title(choice) + ", dated " + Dates.date(choice.dated()) + ", "
                            + Wanted.age(choice.dated(), desk.today()) + (choice.here() ? "" : ", kept elsewhere"),
                    wants == null ? null : wants.words(),
                    wants == null ? List.<Cite>of() : wants.cites(),
                    typed.chose(WHICH, choice.filing().toString()),
                    List.of()));
        }
        choices.add(new Choice(
                ANOTHER,
                "Another one",
                "Enter its date, and choose the file or say where it is kept.",
                List.of(),
                typed.chose(WHICH, ANOTHER),
                List.of()));
        return new FormPart.Radios(WHICH, "Which document is it?", null, choices, typed.error(WHICH));
    }

    private static String title(Documents.Choice choice) {
        return choice.version() == 1 ? choice.title() : choice.title() + ", version " + choice.version();
    }

    Hidden hidden(Typed typed) {
        return uploads.hidden(typed, FILE);
    }

    /// What was chosen or sent, with the date of the document.
    private record Chosen(LocalDate dated, Optional<Uploads.Sent> file) {}

    /// Reads what was chosen, and puts a new file on file. The date of the document, or empty with an error
    /// at a field.
    String read(Desk desk, Item.Kind.Documents item, ItemKey key, Typed typed, HttpServletRequest request) {
        var chosen = item.of().size() == 1
                ? chosen(desk, item, key, typed, request)
                : day(desk, typed).map(dated -> new Chosen(dated, Optional.empty()));
        if (chosen.isEmpty() || typed.hasErrors()) {
            return "";
        }
        chosen.get()
                .file()
                .ifPresent(file -> file(desk, item, key, typed, chosen.get().dated(), file));
        return typed.hasErrors() ? "" : chosen.get().dated().toString();
    }

    private Optional<Chosen> chosen(
            Desk desk, Item.Kind.Documents item, ItemKey key, Typed typed, HttpServletRequest request) {
        var which = typed.value(WHICH);
        var known = onFile(desk, key, item.of().getFirst()).stream()
                .filter(choice -> choice.filing().toString().equals(which))
                .findFirst();
        var file = uploads.read(request, desk.me, typed, FILE);
        if (known.isPresent()) {
            if (file.isPresent()) {
                typed.fail(
                        WHICH,
                        "You chose a document that is on file and sent another. Choose “Another one” to put the new one on file");
            }
            return Optional.of(new Chosen(known.get().dated(), Optional.empty()));
        }
        if (!which.isEmpty() && !which.equals(ANOTHER)) {
            typed.fail(WHICH, "This document is no longer on file. Choose which one it is");
            return Optional.empty();
        }
        return day(desk, typed).map(dated -> new Chosen(dated, file));
    }

    private static Optional<LocalDate> day(Desk desk, Typed typed) {
        return TypedDate.readPastDay(
                typed,
                "value",
                desk.now,
                "Enter the date the document bears",
                "The date of the document cannot be in the future");
    }

    private void file(
            Desk desk, Item.Kind.Documents item, ItemKey key, Typed typed, LocalDate dated, Uploads.Sent file) {
        var kind = item.of().getFirst();
        var answer = documents.file(
                desk.me,
                typed.key().orElseGet(() -> UUID.randomUUID().toString()) + ":file",
                new Documents.Filing(
                        desk.loaded.family().orElse(null),
                        children(desk, key),
                        kind,
                        desk.policy.form(kind).map(form -> form.title()).orElse(desk.policy.documentTitle(kind)),
                        dated,
                        file.id(),
                        "",
                        null));
        switch (answer) {
            case Documents.Answer.Done _ -> {
                // On file; the step that follows records that it is.
            }
            case Documents.Answer.NoFile(), Documents.Answer.Overtaken() ->
                typed.fail(FILE, "This file is on file already, or was taken away. Choose it again");
        }
    }
}
