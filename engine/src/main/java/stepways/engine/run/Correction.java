package stepways.engine.run;

import java.time.Instant;

/// What was wrong with something recorded.
public sealed interface Correction {

    /// It happened at another time.
    record HappenedAt(Instant happened) implements Correction {}

    /// It did not happen.
    record DidNotHappen() implements Correction {}

    /// It concerned another child or person.
    record AboutAnother(String subject) implements Correction {}

    /// What was named or noted was another.
    record ValueWas(String value) implements Correction {}
}
