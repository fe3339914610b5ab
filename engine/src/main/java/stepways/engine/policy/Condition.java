package stepways.engine.policy;

import java.util.List;
import java.util.Set;
import stepways.engine.calendar.Age;

/// When an element of a pack applies. A closed set of questions: there is no expression language, which is
/// what lets the checker try every answer.
public sealed interface Condition {

    /// Applies always.
    record Always() implements Condition {}

    record All(List<Condition> of) implements Condition {
        public All {
            of = List.copyOf(of);
        }
    }

    record Not(Condition condition) implements Condition {}

    /// The run came in by one of these doors.
    record ByDoor(Set<String> doors) implements Condition {
        public ByDoor {
            doors = Set.copyOf(doors);
        }
    }

    /// The fact has one of these values.
    record FactIs(String fact, Set<String> values) implements Condition {
        public FactIs {
            values = Set.copyOf(values);
        }
    }

    /// The fact is a number of at least this.
    record FactAtLeast(String fact, int number) implements Condition {}

    /// A child of the run has reached this age.
    record AgeAtLeast(Age age) implements Condition {}

    /// A child of the run is open to this service now.
    record OpenTo(String service) implements Condition {}

    /// One of these outcomes has been chosen in this run.
    record Chosen(Set<String> outcomes) implements Condition {
        public Chosen {
            outcomes = Set.copyOf(outcomes);
        }
    }

    /// The run goes from this service.
    record From(Set<String> services) implements Condition {
        public From {
            services = Set.copyOf(services);
        }
    }

    /// The run goes to this service.
    record To(Set<String> services) implements Condition {
        public To {
            services = Set.copyOf(services);
        }
    }

    Condition ALWAYS = new Always();
}
