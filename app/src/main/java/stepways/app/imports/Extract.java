package stepways.app.imports;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an extract says, once every row has been read: people by their id, and under each what is known of them.
final class Extract {

    final Map<String, Person> people = new LinkedHashMap<>();
    final Map<String, Professional> professionals = new LinkedHashMap<>();
    final Map<String, List<String>> families = new LinkedHashMap<>();
    final List<Contact> contacts = new ArrayList<>();
    final Map<String, Referral> referrals = new LinkedHashMap<>();
    final List<Assessment> assessments = new ArrayList<>();
    final List<Mother> mothers = new ArrayList<>();
    final Map<String, Household> households = new LinkedHashMap<>();

    /// The last day the extract speaks of.
    LocalDate until = LocalDate.MIN;

    /// Notes a day the extract speaks of.
    void mentions(@Nullable LocalDate day) {
        if (day != null && day.isAfter(until)) {
            until = day;
        }
    }

    static final class Person {
        final String id;
        final String forename;
        final String surname;
        final String sex;
        final @Nullable LocalDate born;
        final @Nullable LocalDate expected;
        final @Nullable LocalDate died;
        final boolean parent;
        final Map<String, String> otherIds = new LinkedHashMap<>();
        final List<EarlyHelp> earlyHelp = new ArrayList<>();
        final List<Referral> referrals = new ArrayList<>();
        final List<Plan> plans = new ArrayList<>();
        final List<Involvement> involvements = new ArrayList<>();
        final List<Legal> legal = new ArrayList<>();

        Person(
                String id,
                String forename,
                String surname,
                String sex,
                @Nullable LocalDate born,
                @Nullable LocalDate expected,
                @Nullable LocalDate died,
                boolean parent) {
            this.id = id;
            this.forename = forename;
            this.surname = surname;
            this.sex = sex;
            this.born = born;
            this.expected = expected;
            this.died = died;
            this.parent = parent;
        }

        /// A mother in the extract who is grown up is there for her child; everybody else is there for themself.
        boolean isAdult(LocalDate on) {
            return parent && born != null && !born.plusYears(18).isAfter(on) && !hasWork();
        }

        boolean hasWork() {
            return !earlyHelp.isEmpty() || !referrals.isEmpty() || !plans.isEmpty();
        }
    }

    record Professional(String id, String name) {}

    record Contact(String id, Person child, @Nullable LocalDate on, String code, String words, List<String> outcomes) {}

    record EarlyHelp(
            String id, LocalDate from, @Nullable LocalDate until, String ended, String organisation, String worker) {}

    record Referral(
            String id,
            Person child,
            LocalDate from,
            String source,
            String need,
            boolean noAction,
            String closed,
            @Nullable LocalDate until,
            String team,
            String worker) {}

    record Assessment(
            String id,
            Person child,
            String referral,
            @Nullable LocalDate from,
            @Nullable LocalDate authorised,
            @Nullable Boolean seen,
            @Nullable Boolean noAction,
            String team,
            List<String> factors) {
        Assessment withFactors(List<String> found) {
            return new Assessment(id, child, referral, from, authorised, seen, noAction, team, found);
        }
    }

    record Plan(
            Work kind,
            String id,
            String referral,
            LocalDate from,
            @Nullable LocalDate until,
            String detail,
            String team,
            String worker) {}

    record Involvement(
            String id,
            String worker,
            String team,
            LocalDate from,
            @Nullable LocalDate until) {}

    record Legal(
            String id,
            String status,
            LocalDate from,
            @Nullable LocalDate until) {}

    record Mother(Person mother, Person child) {}

    /// People at one address.
    static final class Household {
        final String lines;
        final String postcode;
        final String uprn;
        final Map<Person, LocalDate> members = new LinkedHashMap<>();

        Household(String lines, String postcode, String uprn) {
            this.lines = lines;
            this.postcode = postcode;
            this.uprn = uprn;
        }
    }
}
