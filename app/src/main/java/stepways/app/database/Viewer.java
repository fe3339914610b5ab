package stepways.app.database;

/// For whom the database is read or written. There is no transaction without one, and each names one authority.
public sealed interface Viewer {

    /// The authority whose rows exist for this viewer. All others do not.
    AuthorityId authority();

    /// Somebody who has signed in.
    record Staff(AuthorityId authority, StaffId staff) implements Viewer {}

    /// The service itself at work for one authority: a timer, an import, the sending of mail.
    ///
    /// @param job its name, as it stands beside what it did: `by_job` of an event, `job` of the access log
    record Job(AuthorityId authority, String job) implements Viewer {
        public Job {
            if (job.isBlank()) {
                throw new IllegalArgumentException("Expected the name of a job, found nothing");
            }
        }
    }
}
