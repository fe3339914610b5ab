package stepways.app.letters;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import stepways.app.database.AuthorityId;
import stepways.app.record.Loaded;
import stepways.engine.policy.Policy;
import stepways.engine.run.RunEvent;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Reads and writes letters, in the transaction it is given.
final class LetterRows {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient sql;
    private final AuthorityId authority;

    LetterRows(JdbcClient sql, AuthorityId authority) {
        this.sql = sql;
        this.authority = authority;
    }

    /// What the procedure drafted in a run, newest first. A letter that its pack no longer knows is left out.
    List<Drafting> draftings(Policy policy, Loaded loaded) {
        var all = new ArrayList<Drafting>();
        sql.sql("""
                        select id, send_key, payload, recorded_at, held_at, held_because, released_at, cancelled_because, sent_at
                          from outbox
                         where run = :run
                           and kind = 'letter'
                         order by recorded_at desc, id desc
                        """).param("run", loaded.id()).query(rs -> {
            drafting(policy, loaded, rs).ifPresent(all::add);
        });
        return all;
    }

    private static Optional<Drafting> drafting(Policy policy, Loaded loaded, ResultSet rs) throws SQLException {
        var name = JSON.readTree(rs.getString("payload")).path("letter").asString("");
        var type = policy.letter(name);
        var key = rs.getString("send_key").split(":");
        if (type.isEmpty() || key.length != 3 || !key[1].matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        int seq = Integer.parseInt(key[1]);
        var entry = loaded.history().stream()
                .filter(each -> each.seq() == seq && each.event() instanceof RunEvent.LetterDrafted)
                .findFirst();
        if (entry.isEmpty() || !(entry.get().event() instanceof RunEvent.LetterDrafted drafted)) {
            return Optional.empty();
        }
        boolean held = rs.getObject("held_at") != null && rs.getObject("released_at") == null;
        var settled = rs.getObject("sent_at", OffsetDateTime.class);
        return Optional.of(new Drafting(
                rs.getObject("id", UUID.class),
                type.get(),
                seq,
                entry.get().happened(),
                rs.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                drafted.about().stream()
                        .filter(child -> !loaded.run().died().contains(child))
                        .map(child -> UUID.fromString(child.value()))
                        .toList(),
                held ? rs.getObject("held_at", OffsetDateTime.class).toInstant() : null,
                held ? rs.getString("held_because") : null,
                rs.getString("cancelled_because"),
                settled == null ? null : settled.toInstant()));
    }

    /// To whom a letter goes: each parent, each young person, each professional by itself.
    List<Recipient> recipients(Drafting drafting) {
        var all = new ArrayList<Recipient>();
        for (var to : drafting.type().to()) {
            switch (to) {
                case "young-person" -> all.addAll(youngPeople(drafting));
                case "professionals" -> all.addAll(professionals(drafting));
                default -> all.addAll(family(drafting));
            }
        }
        return all;
    }

    private List<Recipient> family(Drafting drafting) {
        record Adult(String name, LinkedHashSet<String> kinds, LinkedHashSet<UUID> children, boolean[] responsible) {}
        var adults = new LinkedHashMap<UUID, Adult>();
        sql.sql("""
                        select r.person, r.other_person, r.kind, r.parental_responsibility,
                               coalesce(p.known_as, p.forename, '') || ' ' || p.surname as name
                          from relationship r
                          join person p on p.authority = r.authority and p.id = r.person
                         where r.other_person = any(:children)
                           and r.until is null
                           and not exists (
                                select
                                  from family_member m
                                 where m.authority = r.authority
                                   and m.person = r.person
                                   and m.part = 'child')
                         order by r.parental_responsibility desc, name, r.person
                        """).param("children", drafting.children().toArray(UUID[]::new)).query(rs -> {
            var adult = adults.computeIfAbsent(
                    rs.getObject("person", UUID.class),
                    _ -> new Adult(name(rs), new LinkedHashSet<>(), new LinkedHashSet<>(), new boolean[1]));
            adult.kinds().add(rs.getString("kind"));
            adult.children().add(rs.getObject("other_person", UUID.class));
            adult.responsible()[0] |= rs.getString("parental_responsibility").equals("yes");
        });
        var all = new ArrayList<Recipient>();
        adults.forEach((id, adult) -> all.add(new Recipient(
                id,
                false,
                adult.name().strip(),
                String.join(" and ", adult.kinds()),
                List.copyOf(adult.children()),
                adult.responsible()[0])));
        return all;
    }

    private static String name(ResultSet rs) {
        try {
            return rs.getString("name");
        } catch (SQLException e) {
            throw new IllegalStateException("Expected the name of a person", e);
        }
    }

    private List<Recipient> youngPeople(Drafting drafting) {
        return sql.sql("""
                        select id, coalesce(known_as, forename, '') || ' ' || surname as name
                          from person
                         where id = any(:children)
                         order by name, id
                        """)
                .param("children", drafting.children().toArray(UUID[]::new))
                .query((rs, _) -> new Recipient(
                        rs.getObject("id", UUID.class),
                        false,
                        rs.getString("name").strip(),
                        "young person",
                        List.of(rs.getObject("id", UUID.class)),
                        true))
                .list();
    }

    /// Partners who work with the children now, and everybody who was added by hand.
    private List<Recipient> professionals(Drafting drafting) {
        return sql.sql("""
                        select id, name, organisation
                          from partner_professional
                         where id in (
                                select a.partner
                                  from allocation a
                                 where a.child = any(:children)
                                   and a.partner is not null
                                   and a.held_until is null)
                            or id in (
                                select l.partner
                                  from letter l
                                 where l.drafted = :drafted
                                   and l.partner is not null)
                         order by name, id
                        """)
                .param("children", drafting.children().toArray(UUID[]::new))
                .param("drafted", drafting.id())
                .query((rs, _) -> new Recipient(
                        rs.getObject("id", UUID.class),
                        true,
                        rs.getString("name"),
                        rs.getString("organisation"),
                        drafting.children(),
                        true))
                .list();
    }

    private static final String COLUMNS = """
            select l.id, l.drafted, coalesce(l.person, l.partner) as recipient, l.parts, l.words, l.signed_at, s.name as signed_by,
                   l.signed_role, l.posted_on, p.name as posted_by, l.mail, l.mail_to, o.sent_at as mailed_at,
                   coalesce(o.cancelled_because, case when o.given_up_at is not null then o.last_error end) as mail_stopped,
                   l.withdrawn_at, w.name as withdrawn_by, l.withdrawn_because, l.version
              from letter l
              left join staff s on s.authority = l.authority and s.id = l.signed_by
              left join staff p on p.authority = l.authority and p.id = l.posted_by
              left join staff w on w.authority = l.authority and w.id = l.withdrawn_by
              left join outbox o on o.authority = l.authority and o.id = l.mail
            """;

    /// Every letter of a run, the newest last.
    List<Letter> of(UUID run) {
        return sql.sql(COLUMNS + " where l.run = :run order by l.recorded_at, l.id")
                .param("run", run)
                .query((rs, _) -> letter(rs))
                .list();
    }

    private static Letter letter(ResultSet rs) throws SQLException {
        return new Letter(
                rs.getObject("id", UUID.class),
                rs.getObject("drafted", UUID.class),
                rs.getObject("recipient", UUID.class),
                JSON.readValue(rs.getString("parts"), new TypeReference<Map<String, String>>() {}),
                rs.getString("words"),
                instant(rs, "signed_at"),
                rs.getString("signed_by"),
                rs.getString("signed_role"),
                rs.getObject("posted_on", LocalDate.class),
                rs.getString("posted_by"),
                rs.getObject("mail", UUID.class),
                rs.getString("mail_to"),
                instant(rs, "mailed_at"),
                rs.getString("mail_stopped"),
                instant(rs, "withdrawn_at"),
                rs.getString("withdrawn_by"),
                rs.getString("withdrawn_because"),
                rs.getLong("version"));
    }

    /// Begins the letter of a recipient; the one that is there already where somebody was quicker.
    UUID begin(UUID id, Drafting drafting, UUID run, Recipient to, Map<String, String> parts, UUID by, Instant now) {
        sql.sql("""
                        insert into letter (authority, id, drafted, run, name, person, partner, parts, recorded_at, recorded_by)
                        values (:authority, :id, :drafted, :run, :name, :person::uuid, :partner::uuid, :parts, :now, :by)
                        on conflict do nothing
                        """)
                .param("authority", authority.value())
                .param("id", id)
                .param("drafted", drafting.id())
                .param("run", run)
                .param("name", drafting.type().name())
                .param("person", to.professional() ? null : to.id())
                .param("partner", to.professional() ? to.id() : null)
                .param("parts", JSON.writeValueAsString(parts))
                .param("now", at(now))
                .param("by", by)
                .update();
        return sql.sql("""
                        select id
                          from letter
                         where drafted = :drafted
                           and coalesce(person, partner) = :recipient
                           and withdrawn_at is null
                        """)
                .param("drafted", drafting.id())
                .param("recipient", to.id())
                .query(UUID.class)
                .single();
    }

    /// Keeps what was typed; false if somebody changed, signed or withdrew it meanwhile.
    boolean save(UUID letter, long version, Map<String, String> parts) {
        return sql.sql("""
                        update letter
                           set parts = :parts, version = version + 1
                         where id = :id
                           and version = :version
                           and signed_at is null
                           and withdrawn_at is null
                        """)
                        .param("parts", JSON.writeValueAsString(parts))
                        .param("id", letter)
                        .param("version", version)
                        .update()
                == 1;
    }

    boolean sign(UUID letter, long version, String words, UUID by, String role, Instant now) {
        return sql.sql("""
                        update letter
                           set words = :words, signed_at = :now, signed_by = :by, signed_role = :role, version = version + 1
                         where id = :id
                           and version = :version
                           and signed_at is null
                           and withdrawn_at is null
                        """)
                        .param("words", words)
                        .param("now", at(now))
                        .param("by", by)
                        .param("role", role)
                        .param("id", letter)
                        .param("version", version)
                        .update()
                == 1;
    }

    boolean post(UUID letter, LocalDate on, UUID by, Instant now) {
        return sql.sql("""
                        update letter
                           set posted_on = :on, posted_recorded_at = :now, posted_by = :by, version = version + 1
                         where id = :id
                           and signed_at is not null
                           and posted_on is null
                           and withdrawn_at is null
                        """)
                        .param("on", on)
                        .param("now", at(now))
                        .param("by", by)
                        .param("id", letter)
                        .update()
                == 1;
    }

    boolean mail(UUID letter, UUID mail, String to) {
        return sql.sql("""
                        update letter
                           set mail = :mail, mail_to = :to, version = version + 1
                         where id = :id
                           and signed_at is not null
                           and posted_on is null
                           and withdrawn_at is null
                        """)
                        .param("mail", mail)
                        .param("to", to)
                        .param("id", letter)
                        .update()
                == 1;
    }

    /// Takes back a letter that has not left; false if it has.
    boolean withdraw(UUID letter, UUID by, String because, Instant now) {
        int stopped = sql.sql("""
                        update outbox o
                           set cancelled_at = :now, cancelled_by = :by, cancelled_because = 'the letter was withdrawn'
                          from letter l
                         where l.id = :id
                           and o.authority = l.authority
                           and o.id = l.mail
                           and o.sent_at is null
                           and o.cancelled_at is null
                           and o.sending_at is null
                        """)
                .param("now", at(now))
                .param("by", by)
                .param("id", letter)
                .update();
        return sql.sql("""
                        update letter l
                           set withdrawn_at = :now, withdrawn_by = :by, withdrawn_because = :because, version = version + 1
                         where l.id = :id
                           and l.withdrawn_at is null
                           and l.posted_on is null
                           and not exists (
                                select
                                  from outbox o
                                 where o.authority = l.authority
                                   and o.id = l.mail
                                   and (o.sent_at is not null or o.cancelled_at is null)
                                   and :stopped = 0)
                        """)
                        .param("now", at(now))
                        .param("by", by)
                        .param("because", because)
                        .param("stopped", stopped)
                        .param("id", letter)
                        .update()
                == 1;
    }

    /// Everybody whom the procedure means has their letter or a reason why not: nothing of this drafting waits any
    /// more.
    void settle(Drafting drafting, Instant now) {
        sql.sql("""
                        update outbox
                           set sent_at = :now, sent_to = 'each recipient by itself'
                         where id = :id
                           and sent_at is null
                           and cancelled_at is null
                           and (held_at is null or released_at is not null)
                        """).param("now", at(now)).param("id", drafting.id()).update();
    }

    /// A letter waits again: one that was withdrawn is written anew.
    void unsettle(Drafting drafting) {
        sql.sql("update outbox set sent_at = null, sent_to = null where id = :id and sent_at is not null")
                .param("id", drafting.id())
                .update();
    }

    /// Where a letter is posted to: the recipient's own household, as it is now.
    Optional<List<String>> address(UUID person) {
        return sql.sql("""
                        select a.lines, a.postcode
                          from household_member m
                          join address a on a.authority = m.authority and a.household = m.household
                         where m.person = :person
                           and m.lived_until is null
                           and a.lived_until is null
                         order by m.lived_from desc nulls last, a.lived_from desc nulls last, a.id
                         limit 1
                        """)
                .param("person", person)
                .query((rs, _) -> {
                    var lines = new ArrayList<String>();
                    for (var line : rs.getString("lines").split("[\\n,]")) {
                        if (!line.isBlank()) {
                            lines.add(line.strip());
                        }
                    }
                    var postcode = rs.getString("postcode");
                    if (postcode != null && lines.stream().noneMatch(line -> line.contains(postcode))) {
                        lines.add(postcode);
                    }
                    return List.copyOf(lines);
                })
                .optional();
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        var at = rs.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
