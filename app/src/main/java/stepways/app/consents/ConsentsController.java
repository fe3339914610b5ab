package stepways.app.consents;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;
import stepways.app.database.Database;
import stepways.app.procedures.Procedures;
import stepways.app.web.Action;
import stepways.app.web.Card;
import stepways.app.web.Dates;
import stepways.app.web.Event;
import stepways.app.web.Fact;
import stepways.app.web.Layouts;
import stepways.app.web.Link;
import stepways.app.web.PageOf;
import stepways.app.web.SignedInStaff;
import stepways.app.web.Tag;
import stepways.engine.run.Facts;

/// Consent and sharing of a family on one page.
@Controller
class ConsentsController {

    private final ConsentDesk desk;
    private final Database database;
    private final Procedures procedures;
    private final Layouts layouts;

    ConsentsController(ConsentDesk desk, Database database, Procedures procedures, Layouts layouts) {
        this.desk = desk;
        this.database = database;
        this.procedures = procedures;
        this.layouts = layouts;
    }

    private record Read(
            List<Answer> answers,
            List<Sharing.Told> told,
            List<Sharing.Basis> bases,
            List<Sharing.Review> reviews,
            List<Sharing.Exclusion> exclusions,
            List<Card> cards) {}

    @GetMapping("/families/{id}/consents")
    ModelAndView show(@PathVariable UUID id, @AuthenticationPrincipal SignedInStaff me, HttpServletRequest request) {
        var opened = desk.open(me, id);
        var read = database.read(me.viewer(), sql -> {
            var sharing = new Sharing(sql);
            var answers = new Answers(sql).of(id, opened.children());
            var bases = sharing.bases(id);
            var cards = new ArrayList<Card>();
            var reach = new Reach(sql, procedures, me.viewer().authority());
            for (var taken : standing(answers).stream()
                    .filter(answer -> answer.status().equals("withdrawn"))
                    .toList()) {
                var all = reach.of(taken.children(), taken.agreement());
                if (!all.isEmpty()) {
                    cards.addAll(ReachCards.of(
                            "reach-" + taken.rows().getFirst(),
                            "Taken back: " + title(opened, taken.agreement()),
                            all,
                            true));
                }
            }
            cards.add(new Notices(sql).card(opened));
            return new Read(
                    answers,
                    sharing.told(id),
                    bases,
                    sharing.reviews(bases.stream().map(Sharing.Basis::act).toList()),
                    sharing.exclusions(id),
                    cards);
        });
        var page = new ConsentsPage(
                layouts.of(
                        request, me, "Consent and sharing, " + opened.family().reference(), "/families"),
                opened.family().identity(),
                opened.family().tabs("consents"),
                "Consent and sharing",
                read.cards(),
                List.of(agreement(opened, read), told(opened, read), ground(opened, read), exclusions(opened, read)),
                opened.people().stream()
                        .map(person -> new ConsentsPage.Person(person.name(), person.can(), person.why()))
                        .toList(),
                List.of(
                        new Action.Open("Record an answer", opened.url() + "/answer", null),
                        new Action.Open(
                                "Registration and consent form",
                                opened.url() + "/form",
                                "Filled in from the record, to print and sign"),
                        new Action.Open("Give the privacy notice", opened.url() + "/notice", null)));
        return PageOf.view("consents/consents", page);
    }

    static String title(ConsentDesk.Opened opened, String agreement) {
        return opened.agreements().stream()
                .filter(type -> type.name().equals(agreement))
                .findFirst()
                .map(type -> type.title())
                .orElse(agreement.replace('-', ' '));
    }

    /// The newest answer of each person to each agreement about each child: what an answer says
    /// that a later one of the same person replaced does not stand any more.
    static List<Answer> standing(List<Answer> all) {
        var seen = new LinkedHashMap<String, Answer>();
        var standing = new ArrayList<Answer>();
        for (var answer : all) {
            if (answer.struck() != null || answer.rows().isEmpty()) {
                continue;
            }
            boolean newest = false;
            for (var child : answer.children()) {
                newest |= seen.putIfAbsent(answer.agreement() + answer.person() + child, answer) == null;
            }
            if (newest) {
                standing.add(answer);
            }
        }
        return standing;
    }

    // Agreement.

    private static ConsentsPage.Section agreement(ConsentDesk.Opened opened, Read read) {
        var today = Dates.day(opened.now());
        var order = opened.agreements().stream().map(type -> type.name()).toList();
        var entries = standing(read.answers()).stream()
                .sorted(java.util.Comparator.comparingInt(answer -> order.indexOf(answer.agreement())))
                .map(answer -> entry(opened, answer, today))
                .toList();
        return new ConsentsPage.Section(
                "agreement",
                "Agreement to a service",
                "What somebody agreed to, and for whom. It is theirs to take back.",
                entries,
                "Nobody has been asked yet, as far as the record knows.",
                new Link("Record an answer", opened.url() + "/answer"),
                read.answers().stream().map(answer -> event(opened, answer)).toList());
    }

    static String about(ConsentDesk.Opened opened, List<UUID> children) {
        return opened.firsts(children);
    }

    private static ConsentsPage.Entry entry(ConsentDesk.Opened opened, Answer answer, LocalDate today) {
        var facts = new ArrayList<Fact>();
        facts.add(Fact.of("About", about(opened, answer.children())));
        facts.add(Fact.of(
                "When",
                Dates.weekdayAndYear(Dates.day(answer.happened())) + late(answer.happened(), answer.recorded())));
        details(answer).forEach(facts::add);
        if (answer.reference() != null) {
            facts.add(new Fact("Recorded in", "", new Link(answer.reference(), "/transfers/" + answer.run()), false));
        }
        var links = new ArrayList<Link>();
        var id = answer.rows().getFirst();
        if (answer.status().equals("given")) {
            links.add(new Link(
                    "Take it back",
                    opened.url() + "/answer?agreement=" + answer.agreement() + "&person=" + answer.person()
                            + "&answer=withdrawn"));
        } else {
            links.add(new Link(
                    "Record another answer",
                    opened.url() + "/answer?agreement=" + answer.agreement() + "&person=" + answer.person()));
        }
        links.add(new Link("Put it right", opened.url() + "/answer?correct=" + id));
        return new ConsentsPage.Entry(
                "answer-" + id,
                title(opened, answer.agreement()) + ": " + answer.name(),
                answer.overOn(today) ? new Tag("Its time is over", Tag.Tone.GREY) : tag(answer.status()),
                facts,
                links);
    }

    static Tag tag(String status) {
        var given = AnswerController.given(status);
        var tone = switch (given) {
            case GIVEN -> Tag.Tone.PLAIN;
            case REFUSED, WITHDRAWN -> Tag.Tone.PLUM;
            case ASKED -> Tag.Tone.BLUE;
            case UNSAFE_TO_ASK -> Tag.Tone.GREY;
        };
        return new Tag(AnswerController.word(given), tone);
    }

    private static String late(Instant happened, Instant recorded) {
        return Dates.day(happened).equals(Dates.day(recorded)) ? "" : ", recorded " + Dates.date(recorded);
    }

    private static List<Fact> details(Answer answer) {
        var facts = new ArrayList<Fact>();
        var details = answer.details();
        if (details == null) {
            if (answer.recordedBy() != null) {
                facts.add(Fact.of("Asked by", answer.recordedBy()));
            }
            facts.add(Fact.of("How", answer.note() == null ? "not recorded" : answer.note()));
            return facts;
        }
        facts.add(Fact.of("Asked by", details.askedByName()));
        if (!details.how().equals("not-asked")) {
            facts.add(Fact.of(
                    "How",
                    ConsentDesk.how(details.how()) + ", in " + details.language()
                            + (details.interpreter() == null ? "" : ", interpreted: " + details.interpreter())));
        }
        if (!details.information().isEmpty()) {
            facts.add(Fact.of("Information", details.information()));
        }
        if (!details.sharedWith().isEmpty()) {
            facts.add(Fact.of(
                    "With", String.join(", ", details.sharedWith().lines().toList())));
        }
        if (details.until() != null) {
            facts.add(Fact.of("Holds until", Dates.date(details.until())));
        }
        if (details.evidenceTitle() != null) {
            facts.add(Fact.of("Evidence", details.evidenceTitle()));
        }
        if (!details.evidenceWords().isEmpty()) {
            facts.add(Fact.of(
                    details.evidenceTitle() == null
                                    && !AnswerController.given(answer.status()).equals(Facts.Given.UNSAFE_TO_ASK)
                            ? "Evidence"
                            : "In words",
                    details.evidenceWords()));
        }
        if (details.judgedByName() != null) {
            facts.add(Fact.of(
                    "Judged to understand it", "by " + details.judgedByName() + ": " + details.judgedBecause()));
        }
        return facts;
    }

    private static Event event(ConsentDesk.Opened opened, Answer answer) {
        var struck = answer.struck();
        return new Event(
                "said-" + (answer.asking() == null ? answer.rows().getFirst() : answer.asking()),
                title(opened, answer.agreement()) + ": " + answer.name() + ", "
                        + AnswerController.word(AnswerController.given(answer.status()))
                                .toLowerCase(java.util.Locale.ROOT)
                        + ", about " + about(opened, answer.children()),
                answer.recordedBy(),
                Dates.dateAndTime(answer.happened()),
                Dates.iso(answer.happened()),
                Dates.day(answer.happened()).equals(Dates.day(answer.recorded()))
                        ? null
                        : "recorded " + Dates.date(answer.recorded()),
                details(answer).stream()
                        .map(fact -> fact.label() + ": " + fact.words())
                        .collect(Collectors.joining(". ")),
                List.of(),
                struck == null
                        ? null
                        : "Put right on " + Dates.dateAndTime(struck.at()) + " by " + struck.by() + ": "
                                + struck.because(),
                null);
    }

    // Being told.

    private static ConsentsPage.Section told(ConsentDesk.Opened opened, Read read) {
        var entries = read.told().stream()
                .filter(told -> told.struck() == null)
                .map(told -> new ConsentsPage.Entry(
                        "told-" + told.act(),
                        told.person() + ": " + told.what(),
                        told.how() == null ? new Tag("Not told", Tag.Tone.PLUM) : new Tag("Told", Tag.Tone.PLAIN),
                        toldFacts(opened, told),
                        List.of(new Link("Strike it out", opened.url() + "/told/" + told.act() + "/strike"))))
                .toList();
        return new ConsentsPage.Section(
                "told",
                "Told of sharing",
                "Being told is not being asked. People are told even where no agreement is needed, unless that would put a"
                        + " child at further risk.",
                entries,
                "Nobody’s being told is recorded yet.",
                new Link("Record that somebody was told", opened.url() + "/told"),
                read.told().stream()
                        .map(told -> event(
                                "t-" + told.act(),
                                told.person() + (told.how() == null ? " was not told: " : " was told: ") + told.what()
                                        + ", about " + about(opened, told.children()),
                                told.toldBy(),
                                told.happened(),
                                told.recorded(),
                                told.notToldBecause(),
                                told.struck() == null
                                        ? null
                                        : "Struck out on "
                                                + Dates.dateAndTime(
                                                        told.struck().at()) + " by "
                                                + told.struck().by() + ": "
                                                + told.struck().because()))
                        .toList());
    }

    private static List<Fact> toldFacts(ConsentDesk.Opened opened, Sharing.Told told) {
        var facts = new ArrayList<Fact>();
        facts.add(Fact.of("About", about(opened, told.children())));
        facts.add(Fact.of("Shared with", told.with()));
        if (told.how() == null) {
            facts.add(new Fact("Why not", String.valueOf(told.notToldBecause()), null, true));
            facts.add(Fact.of("Decided by", String.valueOf(told.decidedBy())));
        } else {
            facts.add(Fact.of(
                    "How",
                    ConsentDesk.how(told.how())
                            + (told.language() == null ? "" : ", in " + told.language())
                            + (told.interpreter() == null ? "" : ", interpreted: " + told.interpreter())));
            facts.add(Fact.of("Told by", told.toldBy()));
        }
        facts.add(Fact.of(
                "When", Dates.weekdayAndYear(Dates.day(told.happened())) + late(told.happened(), told.recorded())));
        return facts;
    }

    private static Event event(
            String id,
            String title,
            String by,
            Instant happened,
            Instant recorded,
            @Nullable String words,
            @Nullable String corrected) {
        return new Event(
                id,
                title,
                by,
                Dates.dateAndTime(happened),
                Dates.iso(happened),
                Dates.day(happened).equals(Dates.day(recorded)) ? null : "recorded " + Dates.date(recorded),
                words,
                List.of(),
                corrected,
                null);
    }

    // The ground.

    private static ConsentsPage.Section ground(ConsentDesk.Opened opened, Read read) {
        var today = Dates.day(opened.now());
        var entries = read.bases().stream()
                .filter(basis -> basis.standsOn(today))
                .map(basis -> new ConsentsPage.Entry(
                        "basis-" + basis.act(),
                        basis.what() + ", with "
                                + Words.and(basis.with().lines().toList()),
                        basis.withoutAgreement()
                                ? new Tag("Without agreement", Tag.Tone.PLUM)
                                : new Tag("Runs", Tag.Tone.PLAIN),
                        basisFacts(opened, basis, read.reviews(), today),
                        List.of(new Link(
                                "Look at it again, or end it", opened.url() + "/ground/" + basis.act() + "/review"))))
                .toList();
        var history = new ArrayList<Event>();
        for (var basis : read.bases()) {
            history.add(event(
                    "g-" + basis.act(),
                    basis.basis() + ": " + basis.what() + ", with "
                            + Words.and(basis.with().lines().toList()) + ", about " + about(opened, basis.children()),
                    basis.by(),
                    basis.happened(),
                    basis.recorded(),
                    basis.reason(),
                    basis.ended() == null
                            ? null
                            : "Ended on " + Dates.date(basis.ended()) + " by " + basis.endedBy() + ": "
                                    + basis.endedBecause()));
            read.reviews().stream()
                    .filter(review -> review.act().equals(basis.act()))
                    .forEach(review -> history.add(event(
                            "r-" + review.act() + "-" + review.recorded().toEpochMilli(),
                            "Looked at again: " + result(review.result()),
                            review.by(),
                            review.recorded(),
                            review.recorded(),
                            review.words(),
                            null)));
        }
        history.sort(java.util.Comparator.comparing(Event::iso).reversed());
        return new ConsentsPage.Section(
                "ground",
                "Lawful ground for sharing",
                "Why the law lets something be shared. It is not agreement: it is needed whatever people answer.",
                entries,
                "No ground is recorded here yet.",
                new Link("Record a ground", opened.url() + "/ground"),
                history);
    }

    static String result(String result) {
        return switch (result) {
            case "stands" -> "it stands";
            case "ends" -> "it ends";
            case "was-wrong" -> "it should not have been shared";
            default -> result;
        };
    }

    private static List<Fact> basisFacts(
            ConsentDesk.Opened opened, Sharing.Basis basis, List<Sharing.Review> reviews, LocalDate today) {
        var facts = new ArrayList<Fact>();
        facts.add(Fact.of("About", about(opened, basis.children())));
        facts.add(Fact.of("Ground", basis.basis()));
        if (basis.special() != null) {
            facts.add(Fact.of("Special category", basis.special()));
        }
        if (!basis.reason().isBlank()) {
            facts.add(Fact.of("Reason", basis.reason()));
        }
        facts.add(Fact.of(
                "By",
                basis.by()
                        + (basis.role() == null
                                ? ""
                                : ", " + opened.policy().role(basis.role()).title()) + ", "
                        + Dates.date(basis.happened())));
        if (basis.due() != null) {
            facts.add(new Fact(
                    "Looked at again",
                    (basis.due().isBefore(today) ? "was due " : "by ") + Dates.weekdayAndYear(basis.due()),
                    null,
                    basis.due().isBefore(today)));
        }
        reviews.stream()
                .filter(review -> review.act().equals(basis.act()))
                .findFirst()
                .ifPresent(review -> facts.add(Fact.of(
                        "Last looked at",
                        Dates.date(review.recorded()) + " by " + review.by() + ": " + result(review.result()) + ". "
                                + review.words())));
        return facts;
    }

    // Who must not be told.

    private static ConsentsPage.Section exclusions(ConsentDesk.Opened opened, Read read) {
        var today = Dates.day(opened.now());
        var entries = read.exclusions().stream()
                .filter(exclusion -> exclusion.standsOn(today))
                .map(exclusion -> {
                    var facts = new ArrayList<Fact>();
                    facts.add(Fact.of("About", about(opened, exclusion.children())));
                    facts.add(Fact.of("What", exclusion.what().isEmpty() ? "everything" : exclusion.what()));
                    facts.add(Fact.of("Reason", exclusion.reason()));
                    facts.add(Fact.of("Decided by", exclusion.decidedBy()));
                    facts.add(Fact.of(
                            "From",
                            Dates.date(exclusion.from())
                                    + (exclusion.until() == null ? "" : " to " + Dates.date(exclusion.until()))));
                    return new ConsentsPage.Entry(
                            "exclusion-" + exclusion.act(),
                            exclusion.who(),
                            exclusion.from().isAfter(today)
                                    ? new Tag("Begins " + Dates.date(exclusion.from()), Tag.Tone.BLUE)
                                    : new Tag("Not to be told", Tag.Tone.RED),
                            facts,
                            List.of(new Link("End it", opened.url() + "/exclusions/" + exclusion.act() + "/end")));
                })
                .toList();
        return new ConsentsPage.Section(
                "exclusions",
                "Not to be told",
                "People and organisations that must not learn something. It comes before agreement and before any ground.",
                entries,
                "Nobody is excluded.",
                new Link("Name somebody who must not be told", opened.url() + "/exclusions"),
                read.exclusions().stream()
                        .map(exclusion -> event(
                                "x-" + exclusion.act(),
                                "Not to be told: " + exclusion.who() + ", about " + about(opened, exclusion.children()),
                                exclusion.by(),
                                exclusion.from().atStartOfDay(Dates.ZONE).toInstant(),
                                exclusion.recorded(),
                                exclusion.reason(),
                                exclusion.ended() == null
                                        ? null
                                        : "Ended on " + Dates.date(exclusion.ended()) + " by " + exclusion.endedBy()
                                                + ": " + exclusion.endedBecause()))
                        .toList());
    }
}
