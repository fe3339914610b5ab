package stepways.engine.policy;

/// What an element of a pack rests on; shown on screen beside its clause.
public enum Basis {
    /// The council's text says it.
    TEXT,
    /// The pack's authors read it into a text that is silent or unclear.
    INFERRED,
    /// The law or national guidance says it.
    NATIONAL,
    /// An example value that a council is expected to replace.
    EXAMPLE;

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
