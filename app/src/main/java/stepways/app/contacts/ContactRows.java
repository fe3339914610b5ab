package stepways.app.contacts;

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
import stepways.app.web.Isolated;

/// Reads and writes contacts as they were taken, and how their referrers were told.
final class ContactRows {

    private final JdbcClient sql;

    ContactRows(JdbcClient sql) {
        this.sql = sql;
    }

    /// A contact as it was taken. It is never changed.
    ///
    /// @param run the run it began, of the same id; absent until then
    record Contact(
            UUID id,
            UUID family,
            String pathway,
            String door,
            String from,
            String to,
            @Nullable UUID run,
            String source,
            @Nullable String referrer,
            @Nullable String organisation,
            @Nullable String telephone,
            @Nullable String email,
            @Nullable String noticeNumber,
            String worries,
            @Nullable String wishes,
            String familyKnows,
            @Nullable String consentKnown,
            @Nullable String address,
            @Nullable String postcode,
            String searched,
            Instant received,
            Instant recorded,
            UUID by,
            String byName) {

        Source kind() {
            return Source.of(source).orElse(Source.OTHER);
        }

        /// Who made it, in words: "Mrs Okafor, Brackley Road Primary".
        String who() {
            var name = referrer == null ? "" : Isolated.name(referrer);
            if (organisation == null) {
                return name.isEmpty() ? "somebody who gave no name" : name;
            }
            return name.isEmpty() ? organisation : name + ", " + organisation;
        }
    }

    /// A child as named in the contact.
    record Child(
            UUID id,
            String name,
            @Nullable LocalDate born,
            @Nullable LocalDate expected,
            @Nullable String forename,
            @Nullable String surname,
            @Nullable LocalDate given,
            boolean unborn,
            boolean made) {}

    record Addition(UUID id, @Nullable String corrects, String words, Instant recorded, String by) {}

    /// How the referrer was told.
    ///
    /// @param message what became of the mail, if it was one
    record Told(
            UUID id,
            int outcome,
            String how,
            @Nullable String words,
            Instant happened,
            Instant recorded,
            String by,
            @Nullable Message message) {}

    record Message(
            UUID id,
            Instant queued,
            @Nullable Instant sent,
            boolean held,
            boolean cancelled,
            @Nullable String error) {}

    Optional<Contact> find(UUID id) {
        return sql.sql("""
                        select c.*, s.name
                          from (select id, family, pathway, door, from_service, to_service, run, source, referrer, organisation, telephone, email,
                                       notice_number, worries, wishes, family_knows, consent_known, address, postcode,
                                       searched, received_at, recorded_at, recorded_by, authority
                                  from contact
                                 where id = :id) c
                          join staff s on s.authority = c.authority and s.id = c.recorded_by
                        """)
                .param("id", id)
                .query((rs, _) -> new Contact(
                        rs.getObject("id", UUID.class),
                        rs.getObject("family", UUID.class),
                        rs.getString("pathway"),
                        rs.getString("door"),
                        rs.getString("from_service"),
                        rs.getString("to_service"),
                        rs.getObject("run", UUID.class),
                        rs.getString("source"),
                        rs.getString("referrer"),
                        rs.getString("organisation"),
                        rs.getString("telephone"),
                        rs.getString("email"),
                        rs.getString("notice_number"),
                        rs.getString("worries"),
                        rs.getString("wishes"),
                        rs.getString("family_knows"),
                        rs.getString("consent_known"),
                        rs.getString("address"),
                        rs.getString("postcode"),
                        rs.getString("searched"),
                        instant(rs, "received_at"),
                        instant(rs, "recorded_at"),
                        rs.getObject("recorded_by", UUID.class),
                        rs.getString("name")))
                .optional();
    }

    /// @param contact everything but who recorded it by name
    void insert(String authority, Contact contact) {
        sql.sql("""
                        insert into contact (authority, id, family, pathway, door, from_service, to_service, source, referrer, organisation, telephone,
                                             email, notice_number, worries, wishes, family_knows, consent_known, address,
                                             postcode, searched, received_at, recorded_at, recorded_by)
                        values (:authority, :id, :family, :pathway, :door, :from, :to, :source, :referrer, :organisation, :telephone,
                                :email, :notice, :worries, :wishes, :knows, :consent, :address,
                                :postcode, :searched, :received, :recorded, :by)
                        """)
                .param("authority", authority)
                .param("id", contact.id())
                .param("family", contact.family())
                .param("pathway", contact.pathway())
                .param("door", contact.door())
                .param("from", contact.from())
                .param("to", contact.to())
                .param("source", contact.source())
                .param("referrer", contact.referrer())
                .param("organisation", contact.organisation())
                .param("telephone", contact.telephone())
                .param("email", contact.email())
                .param("notice", contact.noticeNumber())
                .param("worries", contact.worries())
                .param("wishes", contact.wishes())
                .param("knows", contact.familyKnows())
                .param("consent", contact.consentKnown())
                .param("address", contact.address())
                .param("postcode", contact.postcode())
                .param("searched", contact.searched())
                .param("received", at(contact.received()))
                .param("recorded", at(contact.recorded()))
                .param("by", contact.by())
                .update();
    }

    void child(
            String authority,
            UUID contact,
            UUID child,
            int place,
            stepways.app.search.PeopleMatches.Sought given,
            boolean made) {
        sql.sql("""
                        insert into contact_child (authority, contact, child, place, forename, surname, born, unborn, made)
                        values (:authority, :contact, :child, :place, nullif(:forename, ''), nullif(:surname, ''), :born::date,
                                :unborn, :made)
                        on conflict (authority, contact, child) do nothing
                        """)
                .param("authority", authority)
                .param("contact", contact)
                .param("child", child)
                .param("place", place)
                .param("forename", given.forename())
                .param("surname", given.surname())
                .param("born", given.born())
                .param("unborn", given.unborn())
                .param("made", made)
                .update();
    }

    void begun(UUID contact) {
        sql.sql("update contact set run = id where id = :id and run is null")
                .param("id", contact)
                .update();
    }

    List<Child> children(UUID contact) {
        return sql.sql("""
                        select p.id, concat_ws(' ', coalesce(p.known_as, p.forename,
                                         case when p.birth_date is null and p.expected_birth_date is not null
                                              then 'Unborn child' end), nullif(p.surname, '')) as name,
                               p.birth_date, p.expected_birth_date, c.forename, c.surname, c.born, c.unborn, c.made
                          from contact_child c
                          join person q on q.authority = c.authority and q.id = c.child
                          cross join lateral (
                               select *
                                 from person one
                                where one.authority = q.authority
                                  and one.id = coalesce(q.merged_into, q.id)
                                limit 1) p
                         where c.contact = :contact
                         order by c.place
                        """)
                .param("contact", contact)
                .query((rs, _) -> new Child(
                        rs.getObject("id", UUID.class),
                        name(rs.getString("name")),
                        rs.getObject("birth_date", LocalDate.class),
                        rs.getObject("expected_birth_date", LocalDate.class),
                        rs.getString("forename"),
                        rs.getString("surname"),
                        rs.getObject("born", LocalDate.class),
                        rs.getBoolean("unborn"),
                        rs.getBoolean("made")))
                .list();
    }

    static String name(String name) {
        return name.isBlank() ? "A child whose name is not known" : Isolated.name(name.strip());
    }

    void add(String authority, UUID id, UUID contact, @Nullable String corrects, String words, Instant now, UUID by) {
        sql.sql("""
                        insert into contact_addition (authority, id, contact, corrects, words, recorded_at, recorded_by)
                        values (:authority, :id, :contact, :corrects, :words, :now, :by)
                        """)
                .param("authority", authority)
                .param("id", id)
                .param("contact", contact)
                .param("corrects", corrects)
                .param("words", words)
                .param("now", at(now))
                .param("by", by)
                .update();
    }

    List<Addition> additions(UUID contact) {
        return sql.sql("""
                        select a.id, a.corrects, a.words, a.recorded_at, s.name
                          from contact_addition a
                          join staff s on s.authority = a.authority and s.id = a.recorded_by
                         where a.contact = :contact
                         order by a.recorded_at, a.id
                        """)
                .param("contact", contact)
                .query((rs, _) -> new Addition(
                        rs.getObject("id", UUID.class),
                        rs.getString("corrects"),
                        rs.getString("words"),
                        instant(rs, "recorded_at"),
                        rs.getString("name")))
                .list();
    }

    void told(
            String authority,
            UUID id,
            UUID contact,
            int outcome,
            String how,
            @Nullable String words,
            @Nullable UUID message,
            Instant happened,
            Instant now,
            UUID by) {
        sql.sql("""
                        insert into referrer_told (authority, id, contact, outcome_seq, how, words, message, happened_at,
                                                   recorded_at, recorded_by)
                        values (:authority, :id, :contact, :outcome, :how, :words, :message, :happened, :now, :by)
                        """)
                .param("authority", authority)
                .param("id", id)
                .param("contact", contact)
                .param("outcome", outcome)
                .param("how", how)
                .param("words", words)
                .param("message", message)
                .param("happened", at(happened))
                .param("now", at(now))
                .param("by", by)
                .update();
        sql.sql("update contact set told_at = :now where id = :contact and told_at is null")
                .param("now", at(now))
                .param("contact", contact)
                .update();
    }

    /// Every telling, the newest first.
    List<Told> tellings(UUID contact) {
        return sql.sql("""
                        select t.id, t.outcome_seq, t.how, t.words, t.happened_at, t.recorded_at, s.name, o.id as message,
                               o.recorded_at as queued, o.sent_at, o.held_at is not null and o.released_at is null as held,
                               o.cancelled_at is not null as cancelled, o.last_error
                          from referrer_told t
                          join staff s on s.authority = t.authority and s.id = t.recorded_by
                          left join outbox o on o.authority = t.authority and o.id = t.message
                         where t.contact = :contact
                         order by t.recorded_at desc, t.id desc
                        """)
                .param("contact", contact)
                .query((rs, _) -> {
                    var message = rs.getObject("message", UUID.class);
                    return new Told(
                            rs.getObject("id", UUID.class),
                            rs.getInt("outcome_seq"),
                            rs.getString("how"),
                            rs.getString("words"),
                            instant(rs, "happened_at"),
                            instant(rs, "recorded_at"),
                            rs.getString("name"),
                            message == null
                                    ? null
                                    : new Message(
                                            message,
                                            instant(rs, "queued"),
                                            maybe(rs, "sent_at"),
                                            rs.getBoolean("held"),
                                            rs.getBoolean("cancelled"),
                                            rs.getString("last_error")));
                })
                .list();
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Instant instant(ResultSet rs, String column) throws SQLException {
        return rs.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant maybe(ResultSet rs, String column) throws SQLException {
        var at = rs.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
