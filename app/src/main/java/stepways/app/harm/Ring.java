package stepways.app.harm;

/// Somebody to ring. `number` is as spoken, `tel` as dialled; `words` name the person and what happened so far.
public record Ring(String number, String tel, String words, Standing standing) {

    /// Whose turn it is: the harm button moves on to the next person.
    public enum Standing {
        FIRST,
        NEXT,
        TRIED
    }
}
