package stepways.app.families;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.web.SignedInStaff;

/// A part of the service that has something to tell in a family's chronology: notes, visits, contacts, agreements.
/// Every such bean is asked, inside the reader's own transaction and only after the reader may see the family.
public interface ChronologyPart {

    List<Entry> of(JdbcClient sql, SignedInStaff me, UUID family, Instant now);

    /// Something that happened in the family.
    ///
    /// @param kind what it is filed under, in a word for readers: "Notes", "Visits", "Contacts"
    /// @param happened when it took place; `dayOnly` where nobody recorded a time
    /// @param recorded when it was written down
    /// @param title what happened, in a few words
    /// @param words what was written, if anything
    /// @param by who recorded it, by name
    /// @param url the page on which it stands whole
    /// @param people whom it is about; empty for the whole family
    /// @param significant whether somebody marked it so
    /// @param corrected what became of it, if it was corrected
    record Entry(
            String kind,
            Instant happened,
            boolean dayOnly,
            Instant recorded,
            String title,
            @Nullable String words,
            @Nullable String by,
            @Nullable String url,
            Set<UUID> people,
            boolean significant,
            @Nullable String corrected) {

        public Entry {
            people = Set.copyOf(people);
        }
    }
}
