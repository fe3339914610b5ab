package stepways.app.partners;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.AuthorityId;
import stepways.app.record.Loaded;
import stepways.engine.run.RunEvent;

/// Reads and writes the links by which partners are asked, in the transaction it is given.
final class Links {

    /// After so many wrong codes a link is locked.
    static final int TRIES = 5;

    private final JdbcClient sql;
    private final AuthorityId authority;

    Links(JdbcClient sql, AuthorityId authority) {
        this.sql = sql;
        this.authority = authority;
    }

    /// A partner as they are on record.
    record Partner(
            UUID id,
            String name,
            @Nullable String job,
            String organisation,
            @Nullable String email,
            @Nullable String telephone) {}

    /// One link.
    record Link(
            UUID id,
            UUID run,
            Partner partner,
            String role,
            String item,
            int stageSeq,
            String asks,
            LocalDate answerBy,
            String codeHash,
            int tries,
            @Nullable Instant locked,
            Instant expires,
            boolean hasToken,
            @Nullable UUID mail,
            @Nullable Instant mailed,
            @Nullable String mailFailed,
            @Nullable Instant opened,
            @Nullable String question,
            @Nullable Instant questionAt,
            @Nullable String answer,
            @Nullable String answerWords,
            @Nullable Instant answered,
            @Nullable Instant revoked,
            @Nullable String revokedBecause,
            UUID askedBy,
            String askedByName,
            @Nullable String askedByTelephone,
            Instant asked,
            String basis) {

        boolean isOpen(Instant now) {
            return answered == null && revoked == null && now.isBefore(expires);
        }

        /// How the question that a partner puts through this link is known in the run.
        String questionId() {
            return "lead-" + id;
        }
    }

    private static final String COLUMNS = """
            select l.id, l.run, l.role, l.item, l.stage_seq, l.asks, l.basis, l.answer_by, l.token_hash is not null as has_token,
                   l.code_hash, l.tries, l.locked_at, l.expires_at, l.mail, o.sent_at as mailed_at,
                   case when o.given_up_at is not null then o.last_error end as mail_failed, l.opened_at, l.question,
                   l.question_at, l.answer, l.answer_words, l.answered_at, l.revoked_at, l.revoked_because, l.asked_by,
                   s.name as asked_by_name, s.telephone as asked_by_telephone, l.asked_at,
                   p.id as partner, p.name, p.job_title, p.organisation, p.email, p.telephone
              from partner_link l
              join partner_professional p on p.authority = l.authority and p.id = l.partner
              join staff s on s.authority = l.authority and s.id = l.asked_by
              left join outbox o on o.authority = l.authority and o.id = l.mail
            """;

    List<Link> of(UUID run) {
        return sql.sql(COLUMNS + " where l.run = :run order by l.asked_at desc, l.id desc")
                .param("run", run)
                .query((rs, _) -> link(rs))
                .list();
    }

    Optional<Link> find(Secrets.Token token) {
        return sql.sql(COLUMNS + " where l.token_hash = :hash")
                .param("hash", token.hash())
                .query((rs, _) -> link(rs))
                .optional();
    }

    Optional<Link> find(UUID id) {
        return sql.sql(COLUMNS + " where l.id = :id")
                .param("id", id)
                .query((rs, _) -> link(rs))
                .optional();
    }

    /// Nobody else answers, locks or revokes it until the transaction ends.
    void lock(UUID link) {
        sql.sql("select id from partner_link where id = :id for update")
                .param("id", link)
                .query(UUID.class)
                .optional();
    }

    /// Makes a link; false if this partner has an open one for the run already.
    boolean make(
            UUID id,
            UUID run,
            UUID partner,
            LeadRoles.Asked asked,
            int stageSeq,
            String asks,
            String basis,
            LocalDate answerBy,
            Instant expires,
            byte @Nullable [] tokenHash,
            String codeHash,
            UUID by,
            Instant now) {
        sql.sql("""
                        update partner_link
                           set revoked_at = :now, revoked_by = :by, revoked_because = 'it had run out'
                         where run = :run
                           and partner = :partner
                           and answered_at is null
                           and revoked_at is null
                           and expires_at <= :now
                        """)
                .param("now", at(now))
                .param("by", by)
                .param("run", run)
                .param("partner", partner)
                .update();
        return sql.sql("""
                        insert into partner_link (authority, id, run, partner, role, item, stage_seq, asks, basis, answer_by,
                                                  token_hash, code_hash, expires_at, asked_by, asked_at)
                        values (:authority, :id, :run, :partner, :role, :item, :stage, :asks, :basis, :answer_by,
                                :token::bytea, :code, :expires, :by, :now)
                        on conflict (authority, run, partner) where answered_at is null and revoked_at is null do nothing
                        """)
                        .param("authority", authority.value())
                        .param("id", id)
                        .param("run", run)
                        .param("partner", partner)
                        .param("role", asked.role())
                        .param("item", asked.item().name())
                        .param("stage", stageSeq)
                        .param("asks", asks)
                        .param("basis", basis)
                        .param("answer_by", answerBy)
                        .param("token", tokenHash)
                        .param("code", codeHash)
                        .param("expires", at(expires))
                        .param("by", by)
                        .param("now", at(now))
                        .update()
                == 1;
    }

    void sentAs(UUID link, UUID mail) {
        sql.sql("update partner_link set mail = :mail where id = :id")
                .param("mail", mail)
                .param("id", link)
                .update();
    }

    /// Gives an open link another token: an earlier one opens nothing any more.
    boolean token(UUID link, byte[] hash, Instant now) {
        return sql.sql("""
                        update partner_link
                           set token_hash = :hash
                         where id = :id
                           and answered_at is null
                           and revoked_at is null
                           and expires_at > :now
                        """)
                        .param("hash", hash)
                        .param("id", link)
                        .param("now", at(now))
                        .update()
                == 1;
    }

    /// Gives an open link another code, and unlocks it.
    boolean code(UUID link, String hash, Instant now) {
        return sql.sql("""
                        update partner_link
                           set code_hash = :hash, tries = 0, locked_at = null
                         where id = :id
                           and answered_at is null
                           and revoked_at is null
                           and expires_at > :now
                        """)
                        .param("hash", hash)
                        .param("id", link)
                        .param("now", at(now))
                        .update()
                == 1;
    }

    void opened(UUID link, Instant now) {
        sql.sql("update partner_link set opened_at = :now, tries = 0 where id = :id")
                .param("now", at(now))
                .param("id", link)
                .update();
    }

    /// Counts a wrong code, and locks the link at the last.
    void wrong(UUID link, Instant now) {
        sql.sql("""
                        update partner_link
                           set tries = tries + 1,
                               locked_at = case when tries + 1 >= :most then coalesce(locked_at, :now::timestamptz) else locked_at end
                         where id = :id
                        """)
                .param("most", TRIES)
                .param("now", at(now))
                .param("id", link)
                .update();
    }

    void asked(UUID link, String question, Instant now) {
        sql.sql("update partner_link set question = :question, question_at = :now where id = :id")
                .param("question", question)
                .param("now", at(now))
                .param("id", link)
                .update();
    }

    void answered(UUID link, String answer, String words, Instant now) {
        sql.sql("""
                        update partner_link
                           set answer = :answer, answer_words = :words, answered_at = :now
                         where id = :id
                           and answered_at is null
                        """)
                .param("answer", answer)
                .param("words", words)
                .param("now", at(now))
                .param("id", link)
                .update();
    }

    boolean revoke(UUID link, UUID by, String because, Instant now) {
        sql.sql("""
                        update outbox o
                           set cancelled_at = :now, cancelled_by = :by, cancelled_because = 'the link was taken back'
                          from partner_link l
                         where l.id = :id
                           and o.authority = l.authority
                           and o.id = l.mail
                           and o.sent_at is null
                           and o.cancelled_at is null
                           and o.sending_at is null
                        """).param("now", at(now)).param("by", by).param("id", link).update();
        return sql.sql("""
                        update partner_link
                           set revoked_at = :now, revoked_by = :by, revoked_because = :because
                         where id = :id
                           and answered_at is null
                           and revoked_at is null
                        """)
                        .param("now", at(now))
                        .param("by", by)
                        .param("because", because)
                        .param("id", link)
                        .update()
                == 1;
    }

    // Partners.

    List<Partner> partners(List<UUID> ids) {
        return sql.sql("""
                        select id, name, job_title, organisation, email, telephone
                          from partner_professional
                         where id = any(:ids)
                         order by name, id
                        """)
                .param("ids", ids.toArray(UUID[]::new))
                .query((rs, _) -> partner(rs, "id"))
                .list();
    }

    /// Partners on record, for somebody who looks for one by name or organisation.
    List<Partner> partners() {
        return sql.sql("""
                        select id, name, job_title, organisation, email, telephone
                          from partner_professional
                         order by organisation, name, id
                         limit 200
                        """).query((rs, _) -> partner(rs, "id")).list();
    }

    /// Puts a partner on record; the same form twice makes one.
    UUID add(UUID key, String name, String job, String organisation, String email, String telephone, Instant now) {
        sql.sql("""
                        insert into partner_professional (authority, id, name, job_title, organisation, email, telephone, recorded_at)
                        values (:authority, :id, :name, nullif(:job, ''), :organisation, nullif(:email, ''),
                                nullif(:telephone, ''), :now)
                        on conflict do nothing
                        """)
                .param("authority", authority.value())
                .param("id", key)
                .param("name", name)
                .param("job", job)
                .param("organisation", organisation)
                .param("email", email)
                .param("telephone", telephone)
                .param("now", at(now))
                .update();
        return key;
    }

    private static Partner partner(ResultSet rs, String id) throws SQLException {
        return new Partner(
                rs.getObject(id, UUID.class),
                rs.getString("name"),
                rs.getString("job_title"),
                rs.getString("organisation"),
                rs.getString("email"),
                rs.getString("telephone"));
    }

    private static Link link(ResultSet rs) throws SQLException {
        return new Link(
                rs.getObject("id", UUID.class),
                rs.getObject("run", UUID.class),
                partner(rs, "partner"),
                rs.getString("role"),
                rs.getString("item"),
                rs.getInt("stage_seq"),
                rs.getString("asks"),
                rs.getObject("answer_by", LocalDate.class),
                rs.getString("code_hash"),
                rs.getInt("tries"),
                instant(rs, "locked_at"),
                rs.getObject("expires_at", OffsetDateTime.class).toInstant(),
                rs.getBoolean("has_token"),
                rs.getObject("mail", UUID.class),
                instant(rs, "mailed_at"),
                rs.getString("mail_failed"),
                instant(rs, "opened_at"),
                rs.getString("question"),
                instant(rs, "question_at"),
                rs.getString("answer"),
                rs.getString("answer_words"),
                instant(rs, "answered_at"),
                instant(rs, "revoked_at"),
                rs.getString("revoked_because"),
                rs.getObject("asked_by", UUID.class),
                rs.getString("asked_by_name"),
                rs.getString("asked_by_telephone"),
                rs.getObject("asked_at", OffsetDateTime.class).toInstant(),
                rs.getString("basis"));
    }

    /// The event with which the run entered the stage it is in: what is asked is asked for this time only.
    static int stageSeq(Loaded loaded) {
        int seq = 1;
        for (var entry : loaded.history()) {
            if (entry.event() instanceof RunEvent.StageEntered || entry.event() instanceof RunEvent.DividedOff) {
                seq = entry.seq();
            }
        }
        return seq;
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        var at = rs.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
