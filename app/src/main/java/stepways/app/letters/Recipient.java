package stepways.app.letters;

import java.util.List;
import java.util.UUID;

/// Somebody to whom a letter goes by itself.
///
/// @param id of a person of the family, or of a professional
/// @param professional whether it is a professional
/// @param relation what they are to the children: "mother", "young person", "Elm Primary School"
/// @param children those of the letter's children whom this recipient's letter names
/// @param expected whether the procedure means them; else somebody decides whether they are told
record Recipient(UUID id, boolean professional, String name, String relation, List<UUID> children, boolean expected) {
    Recipient {
        children = List.copyOf(children);
    }
}
