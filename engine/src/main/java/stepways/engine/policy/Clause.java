package stepways.engine.policy;

/// One numbered rule of the manual, in the pack authors' own words.
///
/// `text` is a paraphrase, never the council's sentence. `reference` is where the council's text has it.
public record Clause(ClauseId id, Force force, String text, String reference) {

    /// How strongly the council's text puts it.
    public enum Force {
        /// Must, will, is to, requires.
        MUST,
        /// Should, is expected.
        SHOULD,
        /// May, can, is considered.
        MAY,
        /// A statement of fact or aim: nothing to do.
        INFO;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
