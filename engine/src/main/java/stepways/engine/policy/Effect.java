package stepways.engine.policy;

import java.util.List;

/// What follows from an outcome. A service is named, or is `sending` or `receiving`.
public sealed interface Effect {

    List<ClauseId> clauses();

    /// The children's episodes in this service open.
    record Open(String service, List<ClauseId> clauses) implements Effect {}

    /// The children's episodes in this service close; `because` finds the national code.
    record Close(String service, String because, List<ClauseId> clauses) implements Effect {}

    /// The person named for this item becomes accountable, and the last holder is free.
    record Lead(String named, List<ClauseId> clauses) implements Effect {}

    /// The person named for this item works beside the accountable one.
    record CoWorker(String named, List<ClauseId> clauses) implements Effect {}

    /// The duty holder of this team becomes accountable.
    record DutyHolder(String team, List<ClauseId> clauses) implements Effect {}

    /// The run appears in this team's tray.
    record Tray(String team, List<ClauseId> clauses) implements Effect {}

    /// The run goes on the agenda of the next sitting whose cut-off has not passed.
    record Agenda(String forum, List<ClauseId> clauses) implements Effect {}

    /// Another run of these children begins and is linked to this one.
    record Start(String pathway, String door, List<ClauseId> clauses) implements Effect {}

    /// Papers pass to a service or forum, under an agreement or a lawful basis.
    record Share(List<String> what, String with, String under, List<ClauseId> clauses) implements Effect {
        public Share {
            what = List.copyOf(what);
        }
    }

    /// A letter is drafted, one for each recipient.
    record Letter(String letter, List<ClauseId> clauses) implements Effect {}

    /// The holder of a role is told.
    record Tell(String role, List<ClauseId> clauses) implements Effect {}

    /// A document or form goes on the child's file.
    record File(String document, List<ClauseId> clauses) implements Effect {}

    /// A named moment passes, which clocks may start or stop at.
    record Mark(String name, List<ClauseId> clauses) implements Effect {}
}
