package stepways.app.database;

import java.util.List;
import java.util.UUID;

/// What may be asked before anybody has signed in, and what a job asks before it works for one authority after another.
///
/// It is the whole of it: which authorities there are, and in which of them an exact email or subject belongs to active
/// staff. The answers come from three functions of the database that run as its owner (`V001`).
public final class AuthorityDirectory {

    private final Database database;

    public AuthorityDirectory(Database database) {
        this.database = database;
    }

    /// An authority by its name.
    public record Authority(AuthorityId id, String name) {}

    /// Somebody who may sign in to one authority.
    ///
    /// @param known whether the identity provider's subject is recorded for this person; if so, an email alone must
    ///     not sign anybody in as them
    public record Candidate(Authority authority, StaffId staff, String name, boolean known) {}

    /// All authorities of this service, by name.
    public List<Authority> authorities() {
        return database.beforeAnAuthorityIsNamed(sql -> sql.sql("select id, name from authorities_served()")
                .query((row, _) -> new Authority(new AuthorityId(row.getString("id")), row.getString("name")))
                .list());
    }

    /// In which authorities `email` belongs to active staff. Somebody may work for two.
    public List<Candidate> withEmail(String email) {
        return candidates("staff_who_sign_in_with_email", email);
    }

    /// In which authorities `subject`, the identity provider's issuer and subject, belongs to active staff.
    public List<Candidate> withSubject(String subject) {
        return candidates("staff_who_sign_in_with_subject", subject);
    }

    private List<Candidate> candidates(String function, String given) {
        return database.beforeAnAuthorityIsNamed(sql -> sql.sql(
                        "select authority, authority_name, staff, staff_name, has_subject from " + function
                                + "(:given)")
                .param("given", given)
                .query((row, _) -> new Candidate(
                        new Authority(new AuthorityId(row.getString("authority")), row.getString("authority_name")),
                        new StaffId(row.getObject("staff", UUID.class)),
                        row.getString("staff_name"),
                        row.getBoolean("has_subject")))
                .list());
    }
}
