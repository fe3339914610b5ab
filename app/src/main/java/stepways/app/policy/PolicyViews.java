package stepways.app.policy;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Card;
import stepways.app.web.Fact;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Reading;
import stepways.app.web.Tab;
import stepways.app.web.Tag;
import stepways.engine.check.Finding;
import stepways.engine.check.Report;
import stepways.engine.policy.Basis;
import stepways.engine.policy.Clause;
import stepways.engine.policy.ClauseId;
import stepways.engine.policy.Gap;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.policy.PolicyVersion;
import stepways.engine.policy.Review;
import stepways.packs.LoadedPack;
import stepways.packs.LoadedPack.RuleState;

/// Turns a pack into the pages of the policy viewer.
final class PolicyViews {

    private static final String STANDING = "A paraphrase of a published document, not endorsed by the council."
            + " Each element says what it rests on: text, the document says so; inferred, the pack’s authors read it so;"
            + " national, the law or national guidance says it; example, a value for the council to replace.";
    private static final String NATIONAL =
            "A paraphrase of published law and guidance, in the words of the pack’s authors."
                    + " It stands beneath every council’s procedure: a council may be stricter, never looser.";

    private final Flows flows;
    private final Stories stories;

    PolicyViews(Flows flows, Stories stories) {
        this.flows = flows;
        this.stories = stories;
    }

    static String url(PolicyVersion version) {
        return "/policy/" + version.pack() + "/" + version.version();
    }

    /// The list of procedures. `open` counts the open runs under each version.
    PoliciesPage policies(
            Layout layout,
            Collection<LoadedPack> packs,
            Optional<PolicyVersion> active,
            Map<PolicyVersion, Integer> open) {
        var rows = new ArrayList<PoliciesPage.Row>();
        for (var pack : packs) {
            var policy = pack.policy();
            var version = policy.version();
            boolean runs = active.filter(version::equals).isPresent();
            boolean national = policy.national() == null;
            int count = open.getOrDefault(version, 0);
            if (!runs && !national && count == 0) {
                continue;
            }
            rows.add(new PoliciesPage.Row(
                    new Link(policy.line().title(), url(version)),
                    version.version(),
                    day(policy.line().effectiveFrom()),
                    count == 0 ? "none" : Integer.toString(count),
                    gaps(policy),
                    national
                            ? new Tag("National, beneath all", Tag.Tone.GREY)
                            : runs
                                    ? new Tag("New transfers begin here", Tag.Tone.BLUE)
                                    : new Tag("Earlier version", Tag.Tone.GREY)));
        }
        return new PoliciesPage(layout, "The procedures", STANDING, rows);
    }

    private static String gaps(Policy policy) {
        long open = policy.gaps().stream().filter(PolicyViews::isOpen).count();
        int all = policy.gaps().size();
        return all == 0
                ? "none"
                : open == all ? all + " open" : all + ", " + (open == 0 ? "all accepted" : open + " open");
    }

    private static boolean isOpen(Gap gap) {
        return gap.accepted().isBlank() || gap.accepted().equals("none");
    }

    /// The whole manual, clause by clause: where citations lead.
    PolicyPage manual(Layout layout, LoadedPack pack, int openRuns) {
        var policy = pack.policy();
        return new PolicyPage(
                layout,
                caption(policy),
                heading(policy),
                standing(policy),
                tabs(policy, null),
                null,
                gaps(policy, policy.gaps()),
                "The manual, clause by clause",
                rows(pack, policy.clauses().keySet()),
                List.of(about(policy, openRuns), words(policy), levels(policy)));
    }

    /// One pathway: its drawing, its outline and the clauses that act in it.
    PolicyPage pathway(Layout layout, LoadedPack pack, Pathway pathway, int openRuns) {
        var policy = pack.policy();
        var uses = Uses.of(policy);
        var acting = new LinkedHashSet<ClauseId>();
        for (var clause : policy.clauses().keySet()) {
            if (uses.of(clause).stream().anyMatch(use -> pathway.name().equals(use.pathway()))) {
                acting.add(clause);
            }
        }
        var gaps = policy.gaps().stream()
                .filter(gap -> gap.at().startsWith(pathway.name() + "."))
                .toList();
        return new PolicyPage(
                layout,
                caption(policy),
                pathway.title(),
                standing(policy),
                tabs(policy, pathway),
                flows.of(policy, pathway),
                gaps(policy, gaps),
                "Clauses that act in this drawing",
                rows(pack, acting),
                List.of(about(policy, openRuns), words(policy)));
    }

    private static String caption(Policy policy) {
        var hash = policy.version().contentHash();
        return policy.line().council() + " · version " + policy.version().version() + " · content "
                + hash.substring(0, Math.min(12, hash.length()));
    }

    private static String heading(Policy policy) {
        return policy.line().title();
    }

    private static String standing(Policy policy) {
        return policy.national() == null ? NATIONAL : STANDING;
    }

    private static List<Tab> tabs(Policy policy, @Nullable Pathway current) {
        var url = url(policy.version());
        var tabs = new ArrayList<Tab>();
        tabs.add(new Tab("Whole manual (" + policy.clauses().size() + ")", url, current == null));
        for (var pathway : policy.pathways().values()) {
            tabs.add(new Tab(
                    pathway.title(),
                    url + "/" + pathway.name(),
                    current != null && current.name().equals(pathway.name())));
        }
        return tabs;
    }

    private static Card about(Policy policy, int openRuns) {
        var line = policy.line();
        var facts = new ArrayList<Fact>();
        facts.add(Fact.of("Source", line.source()));
        facts.add(Fact.of("In force from", day(line.effectiveFrom())));
        facts.add(Fact.of("Review", line.reviewEvery().isBlank() ? "not stated" : line.reviewEvery()));
        for (var review : line.reviews()) {
            facts.add(Fact.of(review.title(), review(review)));
        }
        facts.add(Fact.of(
                "Reasons are recorded",
                line.reasonsRecordedIn().isBlank() ? "where, the text does not say" : line.reasonsRecordedIn()));
        facts.add(Fact.of("Clauses", counts(policy)));
        facts.add(Fact.of("Open now", openRuns == 0 ? "nothing runs under it" : openRuns + " run under it"));
        var lines = new ArrayList<Card.Line>();
        if (policy.national() != null) {
            lines.add(new Card.Line(
                    "Beneath it",
                    null,
                    new Link(
                            policy.national().line().title(),
                            url(policy.national().version()))));
        }
        return new Card("about", "About this pack", Card.Tone.PLAIN, List.of(), facts, lines);
    }

    private static String counts(Policy policy) {
        var byForce = policy.clauses().values().stream()
                .collect(Collectors.groupingBy(Clause::force, java.util.TreeMap::new, Collectors.counting()));
        return policy.clauses().size() + ": "
                + byForce.entrySet().stream()
                        .map(force -> force.getValue() + " " + word(force.getKey()))
                        .collect(Collectors.joining(", "));
    }

    private static Card words(Policy policy) {
        return new Card(
                "words",
                "Words used here",
                Card.Tone.PLAIN,
                List.of(),
                List.of(),
                List.of(
                        new Card.Line("must, should, may", "how strongly the text says it", null),
                        new Card.Line("text", "the document says so", null),
                        new Card.Line("inferred", "the pack’s authors read it so; signed as a reading", null),
                        new Card.Line("national", "the England pack; nobody may loosen it", null),
                        new Card.Line("example", "a value to replace before use", null),
                        new Card.Line("gap", "a hole in the text that nobody has filled", null)));
    }

    private static Card levels(Policy policy) {
        return new Card(
                "services",
                "Services and their systems",
                Card.Tone.WASH,
                policy.services().isEmpty() ? List.of("This pack names none of its own.") : List.of(),
                policy.services().values().stream()
                        .map(service -> Fact.of(
                                service.title(),
                                (service.level().isBlank() ? "" : service.level())
                                        + (service.system().isBlank()
                                                ? ""
                                                : (service.level().isBlank() ? "recorded in " : ", recorded in ")
                                                        + service.system())))
                        .toList(),
                List.of());
    }

    private List<PolicyPage.ClauseRow> rows(LoadedPack pack, Set<ClauseId> which) {
        var policy = pack.policy();
        var uses = Uses.of(policy);
        var url = url(policy.version());
        var rows = new ArrayList<PolicyPage.ClauseRow>();
        for (var id : which) {
            var clause = policy.clauses().get(id);
            if (clause == null) {
                continue;
            }
            var readings = policy.readings().stream()
                    .filter(reading -> reading.clause().equals(id))
                    .toList();
            var used = uses.of(id).stream()
                    .map(use -> new PolicyPage.Use(
                            use.words(),
                            use.pathway() == null ? null : url + "/" + use.pathway(),
                            use.basis().word()))
                    .toList();
            rows.add(new PolicyPage.ClauseRow(
                    id.value(),
                    clause.text(),
                    word(clause.force()),
                    basis(policy, uses.of(id), !readings.isEmpty()),
                    clause.reference().isBlank() ? null : clause.reference(),
                    readings.stream().map(PolicyViews::reading).toList(),
                    used,
                    used.isEmpty() ? state(pack.states().get(id)) : null,
                    policy.gaps().stream()
                            .filter(gap -> gap.clauses().contains(id))
                            .map(gap -> new Link(
                                    "Gap, " + (isOpen(gap) ? "open" : "accepted") + ": see its story",
                                    "#" + gapId(gap)))
                            .toList()));
        }
        return rows;
    }

    private static String basis(Policy policy, List<Uses.Use> uses, boolean read) {
        var words = new TreeSet<Basis>();
        uses.forEach(use -> words.add(use.basis()));
        var stands = words.isEmpty()
                ? policy.national() == null ? Basis.NATIONAL.word() : Basis.TEXT.word()
                : words.stream().map(Basis::word).collect(Collectors.joining(", "));
        return read ? stands + ", with a reading" : stands;
    }

    private static Reading reading(stepways.engine.policy.Reading reading) {
        var others = reading.others().isEmpty()
                ? ""
                : " It could also be read: " + String.join("; ", reading.others()) + ".";
        return new Reading(
                reading.asWritten(),
                sentence(reading.readAs()) + others,
                "By " + reading.by() + ". " + capital(reading.status()) + ".");
    }

    private static String sentence(String words) {
        return words.isEmpty() || words.endsWith(".") ? words : words + ".";
    }

    private static String capital(String words) {
        return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.UK) + words.substring(1);
    }

    private static @Nullable String state(@Nullable RuleState state) {
        if (state == null) {
            return null;
        }
        return switch (state.kind()) {
            case PRODUCT -> "Kept by the service itself: " + state.why();
            case PLANNED -> "Planned: " + state.why();
            case GUIDANCE -> "Guidance, nothing executes it: " + state.why();
        };
    }

    private static String gapId(Gap gap) {
        return "gap-" + gap.finding() + "-" + gap.at().replace('.', '-');
    }

    private List<PolicyPage.Gap> gaps(Policy policy, List<Gap> gaps) {
        if (gaps.isEmpty()) {
            return List.of();
        }
        var report = stories.of(policy);
        return gaps.stream().map(gap -> gap(policy, gap, report)).toList();
    }

    private static PolicyPage.Gap gap(Policy policy, Gap gap, Optional<Report> report) {
        var finding = report.flatMap(found -> found.findings().stream()
                .filter(each -> each.property().name().equals(gap.finding())
                        && each.at().equals(gap.at()))
                .findFirst());
        var facts = new ArrayList<Fact>();
        facts.add(Fact.of("Breaks", gap.finding() + ": " + property(gap.finding())));
        facts.add(Fact.of("Where", place(policy, gap.at())));
        facts.add(Fact.of(
                "How we know",
                report.map(found -> known(found, finding.map(Finding::story).orElse(List.of())))
                        .orElse("The checker is at work. Open this page again in a minute.")));
        facts.add(new Fact(
                "Accepted by",
                isOpen(gap)
                        ? "Nobody. Only a named person of the council can, when the pack is activated."
                        : gap.accepted(),
                null,
                isOpen(gap)));
        return new PolicyPage.Gap(
                gapId(gap),
                "Gap in " + gap.clauses().stream().map(ClauseId::value).collect(Collectors.joining(", ")),
                isOpen(gap) ? new Tag("Open", Tag.Tone.PLUM) : new Tag("Accepted", Tag.Tone.GREY),
                gap.says(),
                finding.map(Finding::story).orElse(List.of()),
                facts);
    }

    private static String known(Report report, List<String> story) {
        return (story.isEmpty() ? "The pack’s authors read it in the text; the checker has no story of its own. " : "")
                + "The checker tried every way through: states " + report.states() + ", complete "
                + (report.complete() ? "yes" : "no") + ".";
    }

    private static String property(String name) {
        for (var property : Finding.Property.values()) {
            if (property.name().equals(name)) {
                return property.says();
            }
        }
        return name;
    }

    /// `pathway.outcome` or `pathway.stage` in the pack's own titles.
    private static String place(Policy policy, String at) {
        var dot = at.indexOf('.');
        var pathway = policy.pathways().get(dot < 0 ? at : at.substring(0, dot));
        if (pathway == null) {
            return Words.spaced(at);
        }
        if (dot < 0) {
            return pathway.title();
        }
        var name = at.substring(dot + 1);
        var stage = pathway.stages().get(name);
        if (stage != null) {
            return pathway.title() + ", “" + stage.title() + "”";
        }
        return pathway.title() + ", "
                + pathway.stages().values().stream()
                        .flatMap(each -> each.outcome(name).stream())
                        .map(outcome -> "outcome “" + outcome.title() + "”")
                        .findFirst()
                        .orElse(Words.spaced(name));
    }

    private static String word(Clause.Force force) {
        return force == Clause.Force.INFO ? "information" : force.word();
    }

    private static String review(Review review) {
        var words = (review.repeats() ? "Every " : "Within ") + review.within() + " of "
                + day(review.from().toString()) + ", "
                + (review.repeats() ? "for the first time by " : "by ")
                + day(review.firstDue().toString());
        var clauses = review.clauses().stream().map(ClauseId::value).collect(Collectors.joining(", "));
        return clauses.isEmpty() ? words : words + " (" + clauses + ")";
    }

    private static String day(String effectiveFrom) {
        return effectiveFrom.matches("\\d{4}-\\d{2}-\\d{2}")
                ? LocalDate.parse(effectiveFrom).format(DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK))
                : "date unknown";
    }
}
