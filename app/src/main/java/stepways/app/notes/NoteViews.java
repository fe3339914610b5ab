package stepways.app.notes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.families.OpenFamily;
import stepways.app.families.OpenFamily.Member;
import stepways.app.web.Dates;
import stepways.app.web.Fact;
import stepways.app.web.Link;
import stepways.app.web.Tag;

/// Turns notes into what a page shows.
final class NoteViews {

    /// How much of a text stands in a list.
    private static final int SHORT = 600;

    private final OpenFamily family;

    NoteViews(OpenFamily family) {
        this.family = family;
    }

    String url(Chain chain) {
        return family.url() + "/notes/" + chain.first().id();
    }

    /// A note in a list, as it stands.
    NoteCard inList(Chain chain) {
        return card(chain, chain.now(), true, corrections(chain));
    }

    /// A note by itself, as it stands.
    NoteCard whole(Chain chain) {
        return card(chain, chain.now(), false, corrections(chain));
    }

    /// The versions that were corrected, the newest first, each with the correction that took its place.
    List<NoteCard> earlier(Chain chain) {
        var cards = new ArrayList<NoteCard>();
        for (int i = chain.versions().size() - 2; i >= 0; i--) {
            var after = chain.versions().get(i + 1);
            cards.add(card(chain, chain.versions().get(i), false, List.of("Corrected" + byWhomAndWhy(after))));
        }
        return cards;
    }

    private NoteCard card(Chain chain, Written version, boolean inList, List<String> corrections) {
        var note = version.note();
        boolean more = inList && note.text().length() > SHORT;
        return new NoteCard(
                "note-" + version.id(),
                title(note),
                inList ? new Link(title(note), url(chain)) : null,
                tags(version),
                note.dayOnly() ? Dates.date(note.happened()) : Dates.dateAndTime(note.happened()),
                note.dayOnly() ? Dates.day(note.happened()).toString() : Dates.iso(note.happened()),
                recorded(
                        note.happened(),
                        version.version() == 1
                                ? version.recorded()
                                : chain.first().recorded()),
                version.version() == 1 ? version.by() : chain.first().by(),
                about(note),
                facts(note),
                says(note),
                more ? shortened(note.text()) : note.text(),
                more,
                corrections,
                version.inError());
    }

    static String shortened(String text) {
        if (text.length() <= SHORT) {
            return text;
        }
        int cut = text.lastIndexOf(' ', SHORT);
        int end = cut > SHORT / 2 ? cut : SHORT;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + " …";
    }

    private static List<Tag> tags(Written version) {
        var tags = new ArrayList<Tag>();
        if (version.inError()) {
            tags.add(new Tag("Recorded in error", Tag.Tone.GREY));
        }
        if (version.note().significant()) {
            tags.add(new Tag("Significant", Tag.Tone.PLUM));
        }
        if (version.note().visit().filter(visit -> !visit.tookPlace()).isPresent()) {
            tags.add(new Tag("Not possible", Tag.Tone.GREY));
        }
        return tags;
    }

    /// "Visit: to see how Isla sleeps".
    static String title(Note note) {
        var decision = note.decision();
        if (decision.isPresent()) {
            return decision.get().sort().title();
        }
        return note.purpose().isEmpty() ? note.kind().title() : note.kind().title() + ": " + note.purpose();
    }

    /// "recorded 18 June 2026 at 8:52am, 7 days later", where it was another day.
    static @Nullable String recorded(Instant happened, Instant recorded) {
        long days = Dates.day(recorded).toEpochDay() - Dates.day(happened).toEpochDay();
        return days == 0
                ? null
                : "recorded " + Dates.dateAndTime(recorded) + ", " + days + (days == 1 ? " day later" : " days later");
    }

    private String about(Note note) {
        var names = NoteForm.names(
                family, note.about().stream().map(Note.About::child).toList());
        if (!note.wholeFamily()) {
            return names.isEmpty() ? "About no child" : "About " + names;
        }
        return names.isEmpty() ? "About the whole family" : "About the whole family: " + names;
    }

    private List<Fact> facts(Note note) {
        var facts = new ArrayList<Fact>();
        note.visit().ifPresent(visit -> {
            facts.add(Fact.of("Planned?", visit.how().words()));
            if (!visit.tookPlace()) {
                facts.add(Fact.of("Why not possible", visit.notPossible()));
            }
        });
        note.decision().ifPresent(decision -> facts.add(new Fact("Decided", decision.decided(), null, true)));
        if (!note.present().isEmpty()) {
            facts.add(Fact.of(
                    note.kind() == NoteKind.MANAGEMENT_DECISION ? "Discussed with" : "Who was there", note.present()));
        }
        note.visit().filter(Note.Visit::tookPlace).ifPresent(visit -> {
            for (var child : note.about()) {
                var seen = child.seen();
                if (seen != null) {
                    facts.add(Fact.of(first(child), seen.words()));
                }
            }
            if (!visit.home().isEmpty()) {
                facts.add(Fact.of("The home", visit.home()));
            }
        });
        note.decision()
                .ifPresent(decision -> facts.add(Fact.of(
                        "Decided as",
                        family.policy().knowsRole(decision.role())
                                ? family.policy().role(decision.role()).title()
                                : decision.role().replace('-', ' '))));
        return facts;
    }

    private List<Fact> says(Note note) {
        return note.about().stream()
                .filter(child -> !child.says().isEmpty())
                .map(child -> Fact.of(first(child) + " says", child.says()))
                .toList();
    }

    private String first(Note.About child) {
        return family.child(child.child()).map(Member::first).orElse("A child no longer in this family");
    }

    /// What became of the note, in sentences: whose tick was taken away and why stands first.
    private List<String> corrections(Chain chain) {
        var words = new ArrayList<String>();
        if (chain.now().inError()) {
            words.add("Recorded in error" + reason(chain.now()));
            return words;
        }
        for (var untick : chain.unticked()) {
            words.add("Recorded in error for "
                    + family.child(untick.child()).map(Member::name).orElse("a child no longer in this family")
                    + reason(untick.by()));
        }
        if (chain.versions().size() > 1) {
            words.add("Corrected" + byWhomAndWhy(chain.now()));
        }
        return words;
    }

    private static String reason(Written correction) {
        return ": " + correction.reason();
    }

    private static String byWhomAndWhy(Written correction) {
        return " by " + correction.by() + " on " + Dates.dateAndTime(correction.recorded()) + reason(correction);
    }

    /// The note of a decision as case systems want it: plain lines, dates in figures.
    @Nullable
    String copy(Chain chain) {
        var written = chain.now();
        var note = written.note();
        if (note.decision().isEmpty() || written.inError()) {
            return null;
        }
        var decision = note.decision().get();
        var lines = new ArrayList<String>();
        lines.add(decision.sort().title().toUpperCase(java.util.Locale.ROOT));
        lines.add("Family: " + family.reference());
        lines.add((note.wholeFamily() ? "The whole family: " : note.about().size() == 1 ? "Child: " : "Children: ")
                + NoteForm.names(
                        family, note.about().stream().map(Note.About::child).toList()));
        lines.add("Date: " + DAY.format(note.happened().atZone(Dates.ZONE)));
        lines.add("Recorded: " + DAY.format(written.recorded().atZone(Dates.ZONE)));
        if (!note.present().isEmpty()) {
            lines.add("Discussed with: " + note.present());
        }
        lines.add("Decision: " + decision.decided());
        lines.add("Reasons: " + note.text());
        lines.add("Signed: " + written.by() + ", "
                + (family.policy().knowsRole(decision.role())
                        ? family.policy().role(decision.role()).title()
                        : decision.role().replace('-', ' ')));
        return String.join("\n", lines);
    }

    private static final java.time.format.DateTimeFormatter DAY =
            java.time.format.DateTimeFormatter.ofPattern("dd/MM/yyyy", java.util.Locale.UK);
}
