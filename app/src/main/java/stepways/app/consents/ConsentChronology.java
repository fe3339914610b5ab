package stepways.app.consents;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import stepways.app.families.ChronologyPart;
import stepways.app.procedures.Procedures;
import stepways.app.web.Dates;
import stepways.app.web.SignedInStaff;
import stepways.engine.policy.Policy;

/// What happened about agreement and sharing, for the family's chronology. An answer that was
/// recorded in a transfer is told by that transfer.
@Component
class ConsentChronology implements ChronologyPart {

    private static final String KIND = "Agreement and sharing";
    private static final ZoneId ENGLAND = Dates.ZONE;

    private final Procedures procedures;

    ConsentChronology(Procedures procedures) {
        this.procedures = procedures;
    }

    @Override
    public List<Entry> of(JdbcClient sql, SignedInStaff me, UUID family, Instant now) {
        var policy = procedures.active(me.viewer().authority(), sql);
        var children = sql.sql("select person from family_member where family = :family and part = 'child'")
                .param("family", family)
                .query((rs, _) -> rs.getObject("person", UUID.class))
                .list();
        var url = "/families/" + family + "/consents";
        var all = new ArrayList<Entry>();
        for (var answer : new Answers(sql).of(family, children)) {
            if (answer.run() == null) {
                all.add(answer(policy, answer, url));
            }
        }
        var sharing = new Sharing(sql);
        for (var told : sharing.told(family)) {
            all.add(entry(
                    told.happened(),
                    told.recorded(),
                    told.person() + (told.how() == null ? " was not told of sharing" : " was told of sharing"),
                    told.what() + ", with " + told.with()
                            + (told.notToldBecause() == null ? "" : ". " + told.notToldBecause()),
                    told.toldBy(),
                    url + "#told-" + told.act(),
                    told.children(),
                    told.struck() == null
                            ? null
                            : "Struck out: " + told.struck().because()));
        }
        for (var basis : sharing.bases(family)) {
            all.add(entry(
                    basis.happened(),
                    basis.recorded(),
                    basis.withoutAgreement() ? "Shared without agreement" : "Lawful ground for sharing recorded",
                    basis.what() + ", with " + Words.and(basis.with().lines().toList()) + ". " + basis.basis(),
                    basis.by(),
                    url + "#basis-" + basis.act(),
                    basis.children(),
                    basis.ended() == null ? null : "Ended: " + basis.endedBecause()));
        }
        for (var exclusion : sharing.exclusions(family)) {
            all.add(new Entry(
                    KIND,
                    exclusion.from().atStartOfDay(ENGLAND).toInstant(),
                    true,
                    exclusion.recorded(),
                    "Not to be told: " + exclusion.who(),
                    exclusion.reason(),
                    exclusion.by(),
                    url + "#exclusion-" + exclusion.act(),
                    new LinkedHashSet<>(exclusion.children()),
                    true,
                    exclusion.ended() == null ? null : "Ended: " + exclusion.endedBecause()));
        }
        for (var given : new Notices(sql).given(family)) {
            all.add(new Entry(
                    KIND,
                    given.on().atStartOfDay(ENGLAND).toInstant(),
                    true,
                    given.recorded(),
                    given.name() + " was given the privacy notice, version " + given.version(),
                    null,
                    given.by(),
                    url,
                    new LinkedHashSet<>(),
                    false,
                    null));
        }
        // What is to begin has not happened yet.
        return all.stream().filter(entry -> !entry.happened().isAfter(now)).toList();
    }

    private static Entry answer(Policy policy, Answer answer, String url) {
        var title = policy.agreement(answer.agreement())
                .map(type -> type.title())
                .orElse(answer.agreement().replace('-', ' '));
        var words = answer.details() == null ? answer.note() : answer.details().evidenceWords();
        var struck = answer.struck();
        return entry(
                answer.happened(),
                answer.recorded(),
                title + ": " + answer.name() + ", "
                        + AnswerController.word(AnswerController.given(answer.status()))
                                .toLowerCase(Locale.ROOT),
                words == null || words.isEmpty() ? null : words,
                answer.recordedBy(),
                answer.rows().isEmpty() ? url : url + "#answer-" + answer.rows().getFirst(),
                answer.children(),
                struck == null ? null : "Put right: " + struck.because());
    }

    private static Entry entry(
            Instant happened,
            Instant recorded,
            String title,
            @Nullable String words,
            @Nullable String by,
            String url,
            List<UUID> children,
            @Nullable String corrected) {
        return new Entry(
                KIND,
                happened,
                false,
                recorded,
                title,
                words,
                by,
                url,
                new LinkedHashSet<>(children),
                false,
                corrected);
    }
}
