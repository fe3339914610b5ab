package stepways.app.transfers;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stepways.app.access.WorkingRelationship;
import stepways.app.handover.Reopenings;
import stepways.app.handover.Returns;
import stepways.app.record.Loaded;
import stepways.app.web.Citing;
import stepways.app.web.Dates;
import stepways.app.web.DeadlineText;
import stepways.app.web.Link;
import stepways.app.web.RefusalText;
import stepways.app.web.SignedInStaff;
import stepways.engine.policy.Item;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.policy.Role;
import stepways.engine.policy.Stage;
import stepways.engine.run.Actor;
import stepways.engine.run.ChildId;
import stepways.engine.run.Command;
import stepways.engine.run.Decision;
import stepways.engine.run.Facts;
import stepways.engine.run.Holder;
import stepways.engine.run.ItemKey;
import stepways.engine.run.Outstanding;
import stepways.engine.run.PersonId;
import stepways.engine.run.Procedure;
import stepways.engine.run.Refusal;
import stepways.engine.run.Run;
import stepways.engine.run.RunEvent;
import stepways.engine.run.RunId;
import stepways.engine.run.StaffId;
import stepways.engine.run.TextRef;

/// One run laid out for a page: the run, its procedure, what is known of its children, and everybody's name.
///
/// What a page offers is asked of the same `decide` that will answer the form.
final class Desk {

    /// Stands for words that nobody has typed yet, when a page asks whether it could be recorded.
    static final TextRef SOME_WORDS = new TextRef("some-words", "");

    /// A person of the family.
    record Person(
            String id,
            String forename,
            String surname,
            @Nullable LocalDate born) {
        String name() {
            return (forename + " " + surname).strip();
        }

        int age(LocalDate today) {
            return born == null ? -1 : java.time.Period.between(born, today).getYears();
        }

        /// "Tyler (13)".
        String withAge(LocalDate today) {
            int age = age(today);
            return age < 0 ? forename : forename + " (" + age + ")";
        }
    }

    /// A run that this one is linked with.
    record Other(UUID id, String reference, String pathway) {}

    /// A decision of another transfer of the family.
    record Earlier(Instant happened, String outcome, String by, String where) {}

    final SignedInStaff me;
    final UUID id;
    final Loaded loaded;
    final Policy policy;
    final Actor actor;
    final Instant now;
    final @Nullable String familyReference;
    final Map<String, Person> people;
    final Map<String, String> staff;
    final Map<String, String> teams;
    final Map<String, String> texts;
    final Map<String, List<String>> relations;
    final Map<String, Instant> heldSince;
    final List<Other> others;
    final List<Earlier> earlier;
    final List<Returns.Returned> returned;
    final CaseLinks caseLinks;
    final WorkingRelationship.Reach reach;
    final Optional<Reopenings.Reopening> reopens;
    final Citing citing;
    final DeadlineText deadlines;
    final RefusalText refusals;
    private @Nullable Outstanding outstanding;

    Desk(
            SignedInStaff me,
            Loaded loaded,
            Policy policy,
            Actor actor,
            Instant now,
            @Nullable String familyReference,
            Map<String, Person> people,
            Map<String, String> staff,
            Map<String, String> teams,
            Map<String, String> texts,
            Map<String, List<String>> relations,
            Map<String, Instant> heldSince,
            List<Other> others,
            List<Earlier> earlier,
            List<Returns.Returned> returned,
            CaseLinks caseLinks,
            WorkingRelationship.Reach reach,
            Optional<Reopenings.Reopening> reopens) {
        this.me = me;
        this.id = loaded.id();
        this.loaded = loaded;
        this.policy = policy;
        this.actor = actor;
        this.now = now;
        this.familyReference = familyReference;
        this.people = people;
        this.staff = staff;
        this.teams = teams;
        this.texts = texts;
        this.relations = relations;
        this.heldSince = heldSince;
        this.others = others;
        this.earlier = earlier;
        this.returned = List.copyOf(returned);
        this.caseLinks = caseLinks;
        this.reach = reach;
        this.reopens = reopens;
        this.citing = new Citing(policy);
        this.deadlines = new DeadlineText(policy.calendar(), now);
        this.refusals = RefusalText.of(policy, loaded.run(), this::nameOf);
    }

    /// Whether this reader sees what is asked, and not yet the whole record.
    boolean isPreview() {
        return reach == WorkingRelationship.Reach.PREVIEW;
    }

    /// What a preview shows of the history: the request itself, what was left out and why, decisions and questions.
    static boolean isInPreview(Pathway pathway, RunEvent event) {
        return switch (event) {
            case RunEvent.ItemDone done ->
                pathway.item(done.key().item())
                        .map(item -> item.kind() instanceof Item.Kind.FormPart || item.kind() instanceof Item.Kind.Text)
                        .orElse(false);
            case RunEvent.Began _,
                    RunEvent.ItemExcused _,
                    RunEvent.OutcomeChosen _,
                    RunEvent.HalfDecided _,
                    RunEvent.StageEntered _,
                    RunEvent.Ended _,
                    RunEvent.DisputeRaised _,
                    RunEvent.DisputeEscalated _,
                    RunEvent.DisputeResolved _,
                    RunEvent.WentOutsideProcedure _,
                    RunEvent.QuestionAsked _,
                    RunEvent.QuestionAnswered _,
                    RunEvent.PutOnAgenda _,
                    RunEvent.SittingMoved _,
                    RunEvent.RoleTold _,
                    RunEvent.Acknowledged _,
                    RunEvent.Acted _,
                    RunEvent.HarmRaised _ -> true;
            default -> false;
        };
    }

    Run run() {
        return loaded.run();
    }

    Facts facts() {
        return loaded.facts();
    }

    Pathway pathway() {
        return policy.pathway(run().pathway());
    }

    Stage stage() {
        return pathway().stage(run().stage());
    }

    Outstanding outstanding() {
        var known = outstanding;
        if (known == null) {
            known = Outstanding.of(policy, run(), facts(), now);
            outstanding = known;
        }
        return known;
    }

    LocalDate today() {
        return Dates.day(now);
    }

    /// A contact has a page of its own, with who made it and what they said.
    String url() {
        return (isContact() ? "/contacts/" : "/transfers/") + id;
    }

    boolean isContact() {
        return pathway().kind() == Pathway.Kind.CONTACT;
    }

    String url(String more) {
        return "/transfers/" + id + "/" + more;
    }

    // Names.

    /// The name of a child, a parent or a member of staff; what was asked for where it is nobody's.
    String nameOf(String whose) {
        var person = people.get(whose);
        if (person != null) {
            return person.name();
        }
        return staff.getOrDefault(whose, whose);
    }

    String nameOf(StaffId whose) {
        return whose.value().startsWith("job:")
                ? "the service itself"
                : staff.getOrDefault(whose.value(), whose.value());
    }

    String nameOf(ChildId child) {
        return nameOf(child.value());
    }

    String roleTitle(String role) {
        return role.isEmpty() || !policy.knowsRole(role)
                ? role.replace('-', ' ')
                : policy.role(role).title();
    }

    /// The service that `sending`, `receiving` or a name means in this transfer.
    String service(String name) {
        return switch (name) {
            case "sending" -> run().from();
            case "receiving" -> run().to();
            default -> name;
        };
    }

    /// What a service is called; papers are passed to meetings and to teams as well.
    String serviceTitle(String service) {
        return policy.service(service)
                .map(found -> found.title())
                .or(() -> policy.forum(service).map(found -> found.title()))
                .orElseGet(() -> teamTitle(service));
    }

    String teamTitle(String team) {
        var own = teams.get(team);
        return own != null ? own : policy.team(team).map(found -> found.title()).orElse(team);
    }

    /// "Tyler (13) and Maisie (8) Quill".
    String children() {
        return children(run().children());
    }

    String children(List<ChildId> some) {
        var all = some.stream()
                .map(child -> people.get(child.value()))
                .filter(java.util.Objects::nonNull)
                .toList();
        if (all.isEmpty()) {
            return "no child named";
        }
        var surnames = all.stream().map(Person::surname).distinct().toList();
        if (surnames.size() == 1) {
            return and(all.stream().map(person -> person.withAge(today())).toList()) + " " + surnames.getFirst();
        }
        return and(all.stream()
                .map(person -> {
                    int age = person.age(today());
                    return age < 0 ? person.name() : person.name() + " (" + age + ")";
                })
                .toList());
    }

    static String and(List<String> words) {
        if (words.size() < 2) {
            return String.join("", words);
        }
        return String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
    }

    /// "Step up T-3108".
    String reference() {
        return loaded.reference();
    }

    /// The line above a heading: which transfer, for whom.
    String caption() {
        return pathway().title() + " " + reference() + " · " + children();
    }

    Link backToTransfer() {
        return new Link(pathway().title() + " " + reference(), url());
    }

    Optional<String> words(TextRef ref) {
        return Optional.ofNullable(texts.get(ref.id()));
    }

    Optional<String> words(Optional<TextRef> ref) {
        return ref.flatMap(this::words);
    }

    /// Who does what a role does here: the person named or accountable, else the role. A meeting may also name people
    /// who hold no role, such as the family.
    String who(String roleName) {
        if (!policy.knowsRole(roleName)) {
            return roleName.replace('-', ' ');
        }
        return personIn(roleName).map(this::nameOf).orElseGet(() -> roleTitle(roleName));
    }

    /// Who does an item: the role it names, or whom its stage waits for; where any of several will do, each of them.
    String whoDoes(Stage stage, Item item) {
        return item.kind() instanceof Item.Kind.OneOf(var options)
                ? options.stream()
                        .map(option -> whoDoes(stage, option))
                        .distinct()
                        .collect(Collectors.joining(" or "))
                : who(item.by().isEmpty() ? stage.waitsFor() : item.by());
    }

    /// The stage on whose list an item stands; the one it is in first.
    Stage stageOf(Item item) {
        return stage().item(item.name()).isPresent()
                ? stage()
                : pathway().stages().values().stream()
                        .filter(stage -> stage.item(item.name()).isPresent())
                        .findFirst()
                        .orElseGet(this::stage);
    }

    Optional<StaffId> personIn(String roleName) {
        var named = run().items().get(ItemKey.forFamily(roleName));
        if (named != null && !named.excused() && staff.containsKey(named.value())) {
            return Optional.of(new StaffId(named.value()));
        }
        if (!policy.knowsRole(roleName)) {
            return Optional.empty();
        }
        for (var done : run().items().entrySet()) {
            boolean names = pathway()
                    .item(done.getKey().item())
                    .filter(item -> item.kind() instanceof Item.Kind.Named(var role) && role.equals(roleName))
                    .isPresent();
            if (names
                    && !done.getValue().excused()
                    && staff.containsKey(done.getValue().value())) {
                return Optional.of(new StaffId(done.getValue().value()));
            }
        }
        var role = policy.role(roleName);
        for (var child : run().children()) {
            if (facts().child(child).holder() instanceof Holder.Practitioner(var worker, var held, var _)
                    && isOrIncludes(role, held)) {
                return Optional.of(worker);
            }
        }
        return Optional.empty();
    }

    private boolean isOrIncludes(Role role, String held) {
        return role.name().equals(held)
                || role.anyOf().stream().anyMatch(each -> isOrIncludes(policy.role(each), held));
    }

    /// Who is accountable for the children now, in a sentence.
    String accountable() {
        var all = new LinkedHashMap<String, LinkedHashMap<String, List<String>>>();
        for (var child : run().children()) {
            var holder = facts().child(child).holder();
            var since = heldSince.get(child.value());
            var from = since == null ? "" : ", since " + Dates.date(since);
            if (holder == null) {
                continue;
            }
            var who = switch (holder) {
                case Holder.Practitioner(var worker, var role, var _) ->
                    nameOf(worker) + (role.isEmpty() ? "" : ", " + roleTitle(role));
                case Holder.Duty(var team, var _) -> "the duty holder of " + teamTitle(team) + " (nobody is named yet)";
            };
            all.computeIfAbsent(who, _ -> new LinkedHashMap<>())
                    .computeIfAbsent(from, _ -> new ArrayList<>())
                    .add(nameOf(child));
        }
        return all.isEmpty()
                ? "Nobody"
                : and(all.entrySet().stream().map(Desk::heldSince).toList());
    }

    /// One person, and since when; where that differs between the children, since when for which child.
    private static String heldSince(Map.Entry<String, LinkedHashMap<String, List<String>>> held) {
        var since = held.getValue();
        return since.size() == 1
                ? held.getKey() + since.firstEntry().getKey()
                : held.getKey()
                        + since.entrySet().stream()
                                .map(each -> ", for " + and(each.getValue())
                                        + each.getKey().replaceFirst("^,", ""))
                                .collect(Collectors.joining());
    }

    /// Nothing is due and nothing is said to the family any more, though what was recorded stays.
    boolean everyoneDied() {
        return !run().children().isEmpty() && run().died().containsAll(run().children());
    }

    String relation(String person) {
        return String.join(" and ", relations.getOrDefault(person, List.of()));
    }

    // What could be recorded.

    /// The answer to a request of the person who is signed in, happening now. Nothing is recorded.
    Decision ask(Command.Request request) {
        return Procedure.decide(policy, run(), facts(), new Command(actor, now, now, request));
    }

    List<Refusal> refusalsOf(Command.Request request) {
        return switch (ask(request)) {
            case Decision.Accepted _ -> List.of();
            case Decision.Refused(var reasons) -> reasons;
        };
    }

    /// Whether it is this person's to do, whatever else stands in the way.
    boolean isMine(Command.Request request) {
        return refusalsOf(request).stream()
                .noneMatch(refusal -> refusal.kind() == Refusal.Kind.NOT_YOUR_ROLE
                        || refusal.kind() == Refusal.Kind.SAME_PERSON
                        || refusal.kind() == Refusal.Kind.PARTY_TO_THE_DECISION);
    }

    boolean isMine(Outstanding.Need need) {
        return need.item().kind() instanceof Item.Kind.Agreement(var agreement, var _)
                ? isMine(new Command.Request.AnswerAgreement(
                        agreement,
                        facts().people().keySet().stream().findFirst().orElse(new PersonId("nobody")),
                        Facts.Given.ASKED,
                        Optional.empty()))
                : isMine(doItem(need.item(), need.key()));
    }

    /// Recording an item done, with a value that fits its kind.
    Command.Request.DoItem doItem(Item item, ItemKey key) {
        var value = switch (item.kind()) {
            case Item.Kind.Named _ -> me.staff().toString();
            case Item.Kind.Documents _ -> today().toString();
            case Item.Kind.Task _,
                    Item.Kind.Consider _,
                    Item.Kind.Confirm _,
                    Item.Kind.Told _,
                    Item.Kind.Meeting _,
                    Item.Kind.FormPart _,
                    Item.Kind.Text _,
                    Item.Kind.Agreement _,
                    Item.Kind.OneOf _ -> "";
        };
        return new Command.Request.DoItem(key, value, Optional.of(SOME_WORDS));
    }

    /// The return that waits for somebody, if one does.
    Optional<Returns.Returned> openReturn() {
        return returned.stream()
                .filter(each -> run().questions().containsKey(each.question()))
                .findFirst();
    }

    Optional<Returns.Returned> returnOf(String question) {
        return returned.stream()
                .filter(each -> each.question().equals(question))
                .findFirst();
    }

    boolean mayDecide() {
        return run().isOpen()
                && outstanding()
                        .decision()
                        .map(choice -> isMine(Command.Request.Choose.forAll(
                                choice.stage().outcomes().getFirst().name(), SOME_WORDS, someRuns())))
                        .orElse(false);
    }

    /// Ids for runs that a decision may begin, for asking only.
    List<RunId> someRuns() {
        var all = new ArrayList<RunId>();
        for (int i = 0; i < run().children().size() + 4; i++) {
            all.add(new RunId("run-" + i));
        }
        return all;
    }

    /// The agreement's page, or the item's.
    String itemUrl(Item item, String subject) {
        if (item.kind() instanceof Item.Kind.Agreement(var agreement, var _)) {
            return url("agreements/" + agreement);
        }
        return url("items/" + item.name()) + (subject.isEmpty() ? "" : "?for=" + subject);
    }

    String itemTitle(Item item, String subject) {
        return subject.isEmpty() ? item.title() : item.title() + ": " + nameOf(subject);
    }

    /// Roles in words: "Early Help Team Manager or Duty Team manager".
    String roleTitles(List<String> roles) {
        return roles.stream().distinct().map(this::roleTitle).collect(Collectors.joining(" or "));
    }

    /// The stages the run has been in, in order, with when it entered each.
    Map<String, Instant> visited() {
        var all = new LinkedHashMap<String, Instant>();
        for (var entry : loaded.history()) {
            switch (entry.event()) {
                case stepways.engine.run.RunEvent.Began began -> all.put(began.stage(), entry.happened());
                case stepways.engine.run.RunEvent.StageEntered entered -> {
                    all.remove(entered.stage());
                    all.put(entered.stage(), entry.happened());
                }
                default -> {
                    // Only these two say where a run is.
                }
            }
        }
        return all;
    }
}
