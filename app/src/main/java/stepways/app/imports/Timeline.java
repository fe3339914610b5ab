package stepways.app.imports;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One child's services and holders over time, worked out from the rows that speak of them.
///
/// A referral, the plans under it and times in care overlap in an extract. At each moment the most serious of them is
/// what the child is open to; early help runs beside it. The child's case worker holds the child, and where none is
/// known, the duty holder of the team: never nobody.
record Timeline(List<Episode> episodes, List<Holding> holdings) {

    /// A time in one service.
    ///
    /// @param sourceId the same for the same time in every extract
    record Episode(
            String sourceId,
            Work work,
            String service,
            LocalDate from,
            @Nullable LocalDate until,
            String because,
            String words,
            String provider) {}

    /// A time with one holder: a worker by their id, or the duty holder of a team.
    record Holding(
            String worker,
            String role,
            String team,
            String service,
            LocalDate from,
            @Nullable LocalDate until) {

        Holding until(@Nullable LocalDate end) {
            return new Holding(worker, role, team, service, from, end);
        }

        boolean isBySame(Holding other) {
            return worker.equals(other.worker)
                    && role.equals(other.role)
                    && service.equals(other.service)
                    && (!worker.isEmpty() || team.equals(other.team));
        }
    }

    static Timeline of(Extract.Person child, Mapping mapping, Map<String, Extract.Professional> professionals) {
        return new Maker(child, mapping, professionals).make();
    }

    private static boolean covers(LocalDate from, @Nullable LocalDate until, LocalDate day) {
        return !from.isAfter(day) && (until == null || until.isAfter(day));
    }

    private record Maker(Extract.Person child, Mapping mapping, Map<String, Extract.Professional> professionals) {

        /// What a child is open to in social care from one day.
        private record State(Work work, Extract.@Nullable Referral referral, Extract.@Nullable Plan plan) {
            String referralId() {
                return referral == null ? "" : referral.id();
            }

            String team() {
                return plan != null && !plan.team().isEmpty() ? plan.team() : referral == null ? "" : referral.team();
            }

            String worker() {
                return plan != null && !plan.worker().isEmpty()
                        ? plan.worker()
                        : referral == null ? "" : referral.worker();
            }
        }

        Timeline make() {
            var episodes = new ArrayList<Episode>();
            for (var episode : child.earlyHelp) {
                episodes.add(earlyHelp(episode));
            }
            episodes.addAll(socialCare());
            return new Timeline(List.copyOf(episodes), holdings());
        }

        private Episode earlyHelp(Extract.EarlyHelp episode) {
            var ending = mapping.earlyHelpEnds().get(episode.ended());
            return new Episode(
                    "early-help:" + episode.id(),
                    Work.EARLY_HELP,
                    place(Work.EARLY_HELP).service(),
                    episode.from(),
                    episode.until(),
                    episode.until() == null || ending == null ? "" : ending.word(),
                    episode.ended(),
                    episode.organisation());
        }

        private Mapping.Place place(Work work) {
            return Objects.requireNonNull(mapping.services().get(work), () -> "Expected a service for " + work);
        }

        private TreeSet<LocalDate> turns() {
            var days = new TreeSet<LocalDate>();
            for (var referral : child.referrals) {
                if (!referral.noAction()) {
                    add(days, referral.from(), referral.until());
                }
            }
            for (var plan : child.plans) {
                add(days, plan.from(), plan.until());
            }
            return days;
        }

        private static void add(TreeSet<LocalDate> days, LocalDate from, @Nullable LocalDate until) {
            days.add(from);
            if (until != null) {
                days.add(until);
            }
        }

        private @Nullable State socialCareOn(LocalDate day) {
            Extract.Referral referral = null;
            for (var each : child.referrals) {
                if (!each.noAction()
                        && covers(each.from(), each.until(), day)
                        && (referral == null || !each.from().isBefore(referral.from()))) {
                    referral = each;
                }
            }
            Extract.Plan plan = null;
            for (var each : child.plans) {
                if (covers(each.from(), each.until(), day)
                        && (plan == null || each.kind().compareTo(plan.kind()) >= 0)) {
                    plan = each;
                }
            }
            if (referral == null && plan == null) {
                return null;
            }
            return new State(plan == null ? Work.ASSESSMENT : plan.kind(), referral, plan);
        }

        private List<Episode> socialCare() {
            var all = new ArrayList<Episode>();
            State running = null;
            LocalDate since = LocalDate.MIN;
            for (var day : turns()) {
                var state = socialCareOn(day);
                if (running != null && !isSame(running, state)) {
                    all.add(episode(running, since, day, state));
                    running = null;
                }
                if (running == null && state != null) {
                    since = day;
                }
                running = state;
            }
            if (running != null) {
                all.add(episode(running, since, null, null));
            }
            return all;
        }

        private boolean isSame(State one, @Nullable State other) {
            return other != null
                    && place(one.work()).service().equals(place(other.work()).service())
                    && one.referralId().equals(other.referralId());
        }

        private Episode episode(State state, LocalDate from, @Nullable LocalDate until, @Nullable State next) {
            var referral = state.referral();
            boolean goesOn = next != null && next.referralId().equals(state.referralId());
            var because = until == null || goesOn || referral == null ? "" : referral.closed();
            var service = place(state.work()).service();
            return new Episode(
                    "social-care:" + child.id + ":" + service + ":" + from,
                    state.work(),
                    service,
                    from,
                    until,
                    because,
                    because,
                    "");
        }

        private List<Holding> holdings() {
            var days = turns();
            for (var episode : child.earlyHelp) {
                add(days, episode.from(), episode.until());
            }
            for (var involvement : child.involvements) {
                add(days, involvement.from(), involvement.until());
            }
            var all = new ArrayList<Holding>();
            Holding running = null;
            for (var day : days) {
                var holding = holdingOn(day);
                if (running != null && (holding == null || !running.isBySame(holding))) {
                    all.add(running.until(day));
                    running = null;
                }
                if (running == null) {
                    running = holding;
                }
            }
            if (running != null) {
                all.add(running);
            }
            return all;
        }

        private @Nullable Holding holdingOn(LocalDate day) {
            var state = socialCareOn(day);
            if (state != null) {
                var place = place(state.work());
                var worker = state.worker();
                var team = state.team();
                LocalDate latest = LocalDate.MIN;
                for (var involvement : child.involvements) {
                    if (covers(involvement.from(), involvement.until(), day)
                            && !involvement.from().isBefore(latest)
                            && isKnown(involvement.worker())) {
                        latest = involvement.from();
                        worker = involvement.worker();
                        team = involvement.team();
                    }
                }
                return holding(worker, team, place, day);
            }
            Extract.EarlyHelp help = null;
            for (var each : child.earlyHelp) {
                if (covers(each.from(), each.until(), day)
                        && (help == null || !each.from().isBefore(help.from()))) {
                    help = each;
                }
            }
            return help == null ? null : holding(help.worker(), help.organisation(), place(Work.EARLY_HELP), day);
        }

        private boolean isKnown(String worker) {
            return !worker.isEmpty() && !mapping.placeholders().contains(worker) && professionals.containsKey(worker);
        }

        private Holding holding(String worker, String teamWords, Mapping.Place place, LocalDate day) {
            var team = mapping.team(teamWords, place);
            return isKnown(worker)
                    ? new Holding(worker, place.worker(), team, place.service(), day, null)
                    : new Holding("", "", team, place.service(), day, null);
        }
    }
}
