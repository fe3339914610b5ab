package stepways.engine.run;

/// One item for one subject: a child or a person, or nobody in particular (an empty subject) for the family.
public record ItemKey(String item, String subject) {

    public static ItemKey forFamily(String item) {
        return new ItemKey(item, "");
    }
}
