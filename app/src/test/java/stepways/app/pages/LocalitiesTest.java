package stepways.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stepways.app.web.SignedInStaff;

/// A team that is divided into localities, each with its manager: whose lines of work stand on whose list.
class LocalitiesTest {

    private static final String TEAM = "early-help-locality";
    private static final String MANAGER = "early-help-team-manager";
    private static final String WORKER = "early-help-worker";

    private InventedCouncil council;
    private SignedInStaff north;
    private SignedInStaff south;
    private SignedInStaff overAll;
    private SignedInStaff inNorth;
    private SignedInStaff inSouth;
    private UUID family;
    private UUID child;

    @BeforeEach
    void a_step_up_of_a_family_that_the_north_holds() {
        TestService.at("2026-06-11T09:00:00Z");
        council = InventedCouncil.icrt();
        locality("north");
        locality("south");
        north = council.staff("Denise Okafor", MANAGER, TEAM + "/north", null);
        south = council.staff("Graham Tully", MANAGER, TEAM + "/south", null);
        overAll = council.staff("Ruth Adeyemi", MANAGER, null, null);
        inNorth = council.staff("Priya Nair", WORKER, TEAM + "/north", null);
        inSouth = council.staff("Sam Reed", WORKER, TEAM + "/south", null);
        family = council.family();
        child = council.child(family, "Tyler", "Hathersage", "2013-03-09");
        council.open(child, "early-help", "2026-02-03T09:00:00Z");
    }

    private void locality(String name) {
        council.database()
                .write(
                        council.job(),
                        sql -> sql.sql("""
                                insert into team (authority, id, pack_team, locality, title, service)
                                select authority, id || '/' || :name, id, :name, title || ' ' || :name, service
                                  from team
                                 where id = :team
                                """)
                                .param("name", name)
                                .param("team", TEAM)
                                .update());
    }

    private void stepUpBy(SignedInStaff worker) {
        var run = "/transfers/" + council.begin(worker, family, "step-up", "worker-is-worried", child);
        assertThat(OneForm.on(north, run + "/act/outside", "/act/outside")
                        .send("to", "request", "reason", "The talk was held by telephone.")
                        .status())
                .isEqualTo(302);
    }

    private static boolean decides(SignedInStaff manager) {
        return !TestService.get(manager, "/work")
                .page()
                .select("a[href$=/decision]")
                .isEmpty();
    }

    @Test
    void what_waits_for_a_manager_stands_with_the_one_whose_team_holds_the_family() {
        council.lead(child, inNorth, WORKER, "early-help", null, "2026-02-03T09:00:00Z");
        stepUpBy(inNorth);

        assertThat(decides(north)).isTrue();
        assertThat(decides(south)).isFalse();
        assertThat(decides(overAll)).isTrue();
    }

    @Test
    void it_leaves_the_other_managers_when_the_family_is_allocated() {
        council.lead(child, null, null, "early-help", TEAM, "2026-02-03T09:00:00Z");
        stepUpBy(inSouth);
        var allocate = "/trays/" + TEAM + "/south/" + family + "/allocate";

        assertThat(OneForm.on(south, allocate, "/allocate")
                        .send("who", inSouth.staff() + ":" + WORKER)
                        .status())
                .isEqualTo(302);

        assertThat(decides(south)).isTrue();
        assertThat(decides(north)).isFalse();
    }

    @Test
    void a_family_whose_practitioner_is_in_no_team_any_more_stands_with_every_manager() {
        council.lead(child, inNorth, WORKER, "early-help", null, "2026-02-03T09:00:00Z");
        stepUpBy(inNorth);
        council.database()
                .write(
                        council.job(),
                        sql -> sql.sql(
                                        "update staff_role set held_until = timestamptz '2026-06-10T17:00:00Z' where staff = :staff")
                                .param("staff", inNorth.staff())
                                .update());

        assertThat(decides(north)).isTrue();
        assertThat(decides(south)).isTrue();
    }

    @Test
    void a_family_of_nobody_by_name_stands_with_every_manager() {
        council.lead(child, null, null, "early-help", TEAM, "2026-02-03T09:00:00Z");
        stepUpBy(inSouth);

        assertThat(decides(north)).isTrue();
        assertThat(decides(south)).isTrue();
    }
}
