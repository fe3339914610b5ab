package stepways.app.families;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Dates;
import stepways.app.web.Identity;
import stepways.app.web.Tab;
import stepways.engine.policy.Policy;
import stepways.engine.run.Actor;

/// A family that this reader may see, for the pages of other parts of the service: who is in it, the line
/// that stands above each of its pages, and its tabs.
public final class OpenFamily {

    private final Family family;
    private final FamilyViews views;
    private final Actor actor;

    OpenFamily(Family family, Actor actor) {
        this.family = family;
        this.views = new FamilyViews(family);
        this.actor = actor;
    }

    /// Somebody of the family.
    ///
    /// @param name as it may stand anywhere in a sentence
    /// @param first what the person is called
    /// @param left when they left the family, if they did
    public record Member(
            UUID id,
            boolean child,
            String name,
            String first,
            @Nullable LocalDate born,
            @Nullable LocalDate expected,
            @Nullable LocalDate died,
            @Nullable LocalDate left) {

        /// "born 4 January 2015", so that nobody takes one child for another.
        public String birth() {
            var words = born != null
                    ? "born " + Dates.date(born)
                    : expected != null ? "expected " + Dates.date(expected) : "date of birth not known";
            if (died != null) {
                words += ", died " + Dates.date(died);
            }
            return left == null ? words : words + ", in the family until " + Dates.date(left);
        }

        /// Whether the person was alive and in the family on a day.
        public boolean hereOn(LocalDate day) {
            return (died == null || !died.isBefore(day)) && (left == null || !left.isBefore(day));
        }
    }

    public UUID id() {
        return family.id();
    }

    public String reference() {
        return family.reference();
    }

    public String url() {
        return views.url();
    }

    /// The procedure in force.
    public Policy policy() {
        return family.policy();
    }

    /// What this reader may do.
    public Actor actor() {
        return actor;
    }

    /// Whether this reader holds a managing role.
    public boolean manager() {
        return family.manager();
    }

    public Instant now() {
        return family.now();
    }

    public Identity identity() {
        return views.identity();
    }

    public List<Tab> tabs(String current) {
        return views.tabs(current);
    }

    public List<Member> children() {
        return family.children().stream().map(OpenFamily::member).toList();
    }

    public Optional<Member> child(UUID id) {
        return children().stream().filter(child -> child.id().equals(id)).findFirst();
    }

    /// The runs of these children and of the family, the open ones first.
    public List<UUID> runs() {
        return family.runs().stream().map(FamilyRows.Run::id).toList();
    }

    private static Member member(FamilyRows.Person person) {
        return new Member(
                person.id(),
                person.child(),
                person.name(),
                person.first(),
                person.born(),
                person.expected(),
                person.died(),
                person.left());
    }
}
