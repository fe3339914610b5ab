package stepways.app.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-04-07T09:00:00Z"));
    private final TimeOrderedIds ids = new TimeOrderedIds(now::get, new Random(1));

    @Test
    void an_identifier_is_a_version_7_uuid_of_its_millisecond() {
        var id = ids.next();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(now.get().toEpochMilli());
    }

    @Test
    void identifiers_only_grow_even_within_a_millisecond_and_when_the_clock_goes_back() {
        var made = new ArrayList<String>();
        for (int i = 0; i < 20_000; i++) {
            if (i == 10_000) {
                now.set(now.get().minusSeconds(5));
            }
            made.add(ids.next().toString());
        }

        assertThat(made).isSorted().doesNotHaveDuplicates();
        assertThat(made).allMatch(id -> UUID.fromString(id).version() == 7);
    }
}
