package stepways.engine.policy;

import java.util.List;

/// A form of the procedure; parts by different roles are signed by different people.
///
/// @param filed whether the finished form goes on the child's file
public record Form(String name, String title, List<Part> parts, boolean filed) {

    /// One part of a form, written and signed by one role.
    public record Part(String name, String title, String by, List<String> questions) {
        public Part {
            questions = List.copyOf(questions);
        }
    }

    public Form {
        parts = List.copyOf(parts);
    }
}
