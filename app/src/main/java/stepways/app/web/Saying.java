package stepways.app.web;

import java.util.List;

/// A plain sentence for the doorstep: what to say to the family at this step.
public record Saying(String heading, String words, List<Link> others) {

    public Saying {
        others = List.copyOf(others);
    }
}
