package stepways.app.web;

import java.util.List;

/// Why an act was not recorded, all reasons at once.
///
/// `heading` is "There is a problem" for a form, or says that the procedure stands in the way.
public record Problems(String heading, List<Problem> list) {

    public Problems {
        list = List.copyOf(list);
    }
}
