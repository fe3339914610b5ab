package stepways.app.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import stepways.app.record.StoredRecord.Span;

class StoredRecordTest {

    private static final List<Span> OPEN_ALL_JUNE = List.of(span(1, 30));

    @Test
    void holders_who_follow_each_other_at_once_are_one_at_every_instant() {
        assertThat(StoredRecord.accountable(List.of(span(20, 31), span(1, 9), span(9, 20)), OPEN_ALL_JUNE))
                .isEmpty();
    }

    @Test
    void a_day_without_a_holder_is_found() {
        assertThat(StoredRecord.accountable(List.of(span(1, 9), span(10, 31)), OPEN_ALL_JUNE))
                .singleElement()
                .asString()
                .contains("nobody is accountable");
    }

    @Test
    void a_day_with_two_holders_is_found() {
        assertThat(StoredRecord.accountable(List.of(span(1, 10), span(9, 31)), OPEN_ALL_JUNE))
                .singleElement()
                .asString()
                .contains("two are accountable");
    }

    @Test
    void a_holder_within_the_time_of_another_is_found() {
        assertThat(StoredRecord.accountable(List.of(span(1, 31), span(9, 10)), OPEN_ALL_JUNE))
                .singleElement()
                .asString()
                .contains("two are accountable");
    }

    @Test
    void a_first_day_without_a_holder_is_found() {
        assertThat(StoredRecord.accountable(List.of(span(2, 31)), OPEN_ALL_JUNE))
                .hasSize(1);
    }

    @Test
    void between_two_times_of_help_nobody_need_be_accountable() {
        assertThat(StoredRecord.accountable(List.of(span(1, 9), span(20, 30)), List.of(span(1, 9), span(20, 30))))
                .isEmpty();
    }

    @Test
    void a_holder_for_no_time_at_all_neither_helps_nor_harms() {
        assertThat(StoredRecord.accountable(List.of(span(1, 30), span(9, 9)), OPEN_ALL_JUNE))
                .isEmpty();
    }

    private static Span span(int from, int until) {
        return new Span(
                Instant.parse("2026-06-01T00:00:00Z").plusSeconds(86_400L * from),
                Instant.parse("2026-06-01T00:00:00Z").plusSeconds(86_400L * until));
    }
}
