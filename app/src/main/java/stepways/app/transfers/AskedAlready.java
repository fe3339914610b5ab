package stepways.app.transfers;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import stepways.app.record.Loaded;
import stepways.app.web.Dates;
import stepways.app.web.Fact;
import stepways.app.web.Link;
import stepways.engine.policy.Item;
import stepways.engine.policy.Pathway;
import stepways.engine.run.Entry;
import stepways.engine.run.Facts;
import stepways.engine.run.Outstanding;
import stepways.engine.run.RunEvent;

/// What a family has been asked already, and what is still open: so that the next worker does not begin again.
public final class AskedAlready {

    private final Desk desk;
    private final List<Loaded> before;
    private final Map<String, String> words;
    private final Map<String, String> staff;

    /// @param before earlier transfers of the same children
    /// @param words what was written in them
    /// @param staff who wrote it
    AskedAlready(Desk desk, List<Loaded> before, Map<String, String> words, Map<String, String> staff) {
        this.desk = desk;
        this.before = List.copyOf(before);
        this.words = Map.copyOf(words);
        this.staff = Map.copyOf(staff);
    }

    /// One thing that was asked: what, the answer, and from whom and how old it is.
    public record Line(String what, String answer, String source, String age, boolean earlier) {}

    /// Everything that was asked, newest first: this transfer's, then that of earlier ones.
    List<Line> lines() {
        var all = new ArrayList<Line>();
        agreements(all);
        written(desk.pathway(), desk.loaded, false, all);
        documents(all);
        for (var run : before) {
            var known = desk.policy.pathways().get(run.run().pathway());
            if (known != null) {
                written(known, run, true, all);
            }
        }
        return all;
    }

    private void agreements(List<Line> all) {
        desk.facts().answers().forEach((key, answer) -> {
            if (answer.given() == Facts.Given.ASKED) {
                return;
            }
            var by = desk.loaded.history().stream()
                    .filter(entry -> entry.event() instanceof RunEvent.AgreementAnswered said
                            && said.agreement().equals(key.agreement())
                            && said.person().equals(key.person()))
                    .reduce((_, later) -> later)
                    .map(entry -> "asked by " + desk.nameOf(entry.by()))
                    .orElse("from the record");
            all.add(new Line(
                    desk.policy
                            .agreement(key.agreement())
                            .map(type -> type.title())
                            .orElse(key.agreement().replace('-', ' ')),
                    desk.nameOf(key.person().value()) + ": " + HistoryText.given(answer.given()),
                    by + ", " + Dates.date(answer.happened()),
                    age(Dates.day(answer.happened())),
                    false));
        });
    }

    /// Forms, views and what was told, as they stand after every correction.
    private void written(Pathway pathway, Loaded run, boolean earlier, List<Line> all) {
        for (var entry : run.history().reversed()) {
            if (!(entry.event() instanceof RunEvent.ItemDone done)
                    || pathway.item(done.key().item()).isEmpty()) {
                continue;
            }
            var stands = run.run().items().get(done.key());
            if (stands == null || stands.seq() != entry.seq()) {
                continue;
            }
            var item = pathway.item(done.key().item()).get();
            if (!isAskedOfTheFamily(item)) {
                continue;
            }
            var text = HistoryText.textOf(entry.event()).map(ref -> words.get(ref.id()));
            all.add(new Line(
                    item.title()
                            + (done.key().subject().isEmpty()
                                    ? ""
                                    : ": " + desk.nameOf(done.key().subject())),
                    text.filter(found -> found != null && !found.isBlank())
                            .orElse(
                                    item.kind() instanceof Item.Kind.Told
                                            ? "They were told."
                                            : "Done; nothing was written."),
                    source(pathway, run, entry, earlier),
                    age(Dates.day(entry.happened())),
                    earlier));
        }
    }

    private static boolean isAskedOfTheFamily(Item item) {
        return switch (item.kind()) {
            case Item.Kind.FormPart _, Item.Kind.Text _, Item.Kind.Told _, Item.Kind.Meeting _, Item.Kind.Confirm _ ->
                true;
            case Item.Kind.Task _,
                    Item.Kind.Consider _,
                    Item.Kind.Documents _,
                    Item.Kind.Named _,
                    Item.Kind.Agreement _,
                    Item.Kind.OneOf _ -> false;
        };
    }

    private String source(Pathway pathway, Loaded run, Entry entry, boolean earlier) {
        var who = desk.staff.getOrDefault(
                entry.by().value(), staff.getOrDefault(entry.by().value(), "somebody"));
        return who + ", " + Dates.date(entry.happened())
                + (earlier ? ", in " + pathway.title() + " " + run.reference() : "");
    }

    private void documents(List<Line> all) {
        for (var child : desk.run().children()) {
            desk.facts().child(child).documents().forEach((kind, dated) -> {
                var title = desk.policy.documentTitle(kind);
                all.add(new Line(
                        title.isEmpty() ? kind : title.substring(0, 1).toUpperCase(Locale.UK) + title.substring(1),
                        "On file for " + desk.nameOf(child) + ". Read it before you ask.",
                        "dated " + Dates.date(dated),
                        age(dated),
                        false));
            });
        }
    }

    private String age(LocalDate day) {
        return age(day, desk.today());
    }

    /// "today", "3 weeks old", "5 months old".
    static String age(LocalDate day, LocalDate today) {
        long days = ChronoUnit.DAYS.between(day, today);
        if (days <= 0) {
            return "today";
        }
        if (days < 14) {
            return days == 1 ? "1 day old" : days + " days old";
        }
        long months = ChronoUnit.MONTHS.between(day, today);
        if (months < 3) {
            return days / 7 + " weeks old";
        }
        return months < 24 ? months + " months old" : months / 12 + " years old";
    }

    /// What is still to be asked, and who does it.
    List<Fact> open() {
        var all = new ArrayList<Fact>();
        for (var need : desk.outstanding().items()) {
            if (need.standing() != Outstanding.Standing.OPEN) {
                continue;
            }
            if (need.item().kind() instanceof Item.Kind.Agreement(var agreement, var _)) {
                for (var person : Respondents.of(desk, agreement)) {
                    var answer = desk.facts().answers().get(new Facts.AgreementKey(agreement, person));
                    if (answer == null || answer.given() == Facts.Given.ASKED) {
                        all.add(new Fact(
                                need.item().title() + ": " + desk.nameOf(person.value()),
                                answer == null ? "not asked yet" : "asked, no answer yet",
                                new Link("Record the answer", desk.url("agreements/" + agreement)),
                                false));
                    }
                }
            } else if (isAskedOfTheFamily(need.item())) {
                all.add(new Fact(
                        desk.itemTitle(need.item(), need.key().subject()),
                        "not done yet; by " + desk.who(need.by()),
                        new Link("Open it", desk.itemUrl(need.item(), need.key().subject())),
                        false));
            }
        }
        for (var asked : desk.outstanding().asked()) {
            all.add(new Fact(
                    "A colleague’s question",
                    "waits for " + desk.who(asked.role()),
                    new Link("Answer it", desk.url("act/answer?question=" + asked.id())),
                    false));
        }
        return all;
    }

    /// What was recorded after somebody had read it.
    static long since(Desk desk, int seq, Instant read) {
        return desk.loaded.history().stream()
                .filter(entry -> entry.seq() > seq && entry.recorded().isAfter(read))
                .filter(entry -> entry.event() instanceof RunEvent.ItemDone
                        || entry.event() instanceof RunEvent.AgreementAnswered
                        || entry.event() instanceof RunEvent.Corrected)
                .count();
    }
}
