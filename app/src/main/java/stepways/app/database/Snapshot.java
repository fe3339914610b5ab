package stepways.app.database;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// What the running reading transaction has read already, so that a question which several parts of a page ask is put
/// to
/// the database once.
///
/// A reading transaction sees the record as it stood when it began, so an answer stays true until it ends. In a writing
/// transaction every question is put again.
public final class Snapshot {

    private static final ScopedValue<Map<Object, Object>> ANSWERS = ScopedValue.newInstance();

    private Snapshot() {}

    /// The answer that was given before in this reading transaction, or else `answer`.
    ///
    /// @param question names it, and everything that the answer depends on
    @SuppressWarnings("unchecked") // Each kind of question has answers of one type.
    public static <T> T once(Object question, Supplier<T> answer) {
        if (!ANSWERS.isBound()) {
            return answer.get();
        }
        var answers = ANSWERS.get();
        var known = answers.get(question);
        if (known == null) {
            known = answer.get(); // it may ask questions of its own
            answers.put(question, known);
        }
        return (T) known;
    }

    static ScopedValue.Carrier begin(ScopedValue.Carrier transaction) {
        return transaction.where(ANSWERS, new LinkedHashMap<>());
    }
}
