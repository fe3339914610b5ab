package stepways.engine;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// The engine answers from its arguments and from nothing else. What would let it look elsewhere, a clock, chance,
/// a file, the machine's own settings, is outside these rules.
class EngineArchitectureTest {

    private static final JavaClasses ENGINE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("stepways.engine");

    private static final ArchRule KNOWS_ONLY_PLAIN_JAVA = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "stepways.engine..",
                    "java.lang",
                    "java.lang.annotation",
                    "java.lang.invoke",
                    "java.lang.runtime",
                    "java.math",
                    "java.time..",
                    "java.util",
                    "java.util.function",
                    "java.util.regex",
                    "java.util.stream",
                    "org.jspecify..")
            .because("the engine has no framework and no I/O");

    private static final ArchRule HAS_NO_CLOCK = noClasses()
            .should()
            .callMethodWhere(target(name("now")).and(target(owner(resideInAPackage("java.time..")))))
            .orShould()
            .callMethodWhere(
                    target(owner(assignableTo(InstantSource.class))).and(target(nameMatching("(system|tick).*"))))
            .orShould()
            .callMethodWhere(
                    target(owner(assignableTo(System.class))).and(target(nameMatching("currentTimeMillis|nanoTime"))))
            .orShould()
            .callConstructor(java.util.Date.class)
            .orShould()
            .callMethod(java.util.Calendar.class, "getInstance")
            .because("the time is an argument: the shell reads the clock once for each request");

    private static final ArchRule HAS_NO_CHANCE = noClasses()
            .should()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(RandomGenerator.class)
            .because("identifiers are arguments, and the same question always has the same answer");

    private static final ArchRule DOES_NOT_ASK_THE_MACHINE = noClasses()
            .should()
            .accessFieldWhere(target(owner(assignableTo(System.class))).and(target(nameMatching("in|out|err"))))
            .orShould()
            .callMethodWhere(target(owner(assignableTo(System.class)))
                    .and(target(nameMatching("getenv|getProperty|getProperties|exit|load|loadLibrary|console"))))
            .orShould()
            .callMethod(ZoneId.class, "systemDefault")
            .orShould()
            .callMethod(Locale.class, "getDefault")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(ProcessBuilder.class, Process.class, Runtime.class, Thread.class)
            .because("a council's answer must not depend on the machine that gives it");

    @Test
    void the_engine_knows_only_itself_and_plain_java() {
        KNOWS_ONLY_PLAIN_JAVA.check(ENGINE);
    }

    @Test
    void the_engine_has_no_clock() {
        HAS_NO_CLOCK.check(ENGINE);
    }

    @Test
    void the_engine_has_no_chance() {
        HAS_NO_CHANCE.check(ENGINE);
    }

    @Test
    void the_engine_does_not_ask_the_machine() {
        DOES_NOT_ASK_THE_MACHINE.check(ENGINE);
    }

    @Test
    void each_rule_notices_what_it_forbids() {
        assertThat(broken(KNOWS_ONLY_PLAIN_JAVA, KeepsALog.class)).isTrue();
        assertThat(broken(HAS_NO_CLOCK, ReadsTheClock.class)).isTrue();
        assertThat(broken(HAS_NO_CLOCK, ReadsAnInstantSource.class)).isTrue();
        assertThat(broken(HAS_NO_CLOCK, ReadsMilliseconds.class)).isTrue();
        assertThat(broken(HAS_NO_CHANCE, DrawsAnIdentifier.class)).isTrue();
        assertThat(broken(HAS_NO_CHANCE, DrawsANumber.class)).isTrue();
        assertThat(broken(HAS_NO_CHANCE, DrawsFromTheThread.class)).isTrue();
        assertThat(broken(DOES_NOT_ASK_THE_MACHINE, ReadsTheEnvironment.class)).isTrue();
        assertThat(broken(DOES_NOT_ASK_THE_MACHINE, TakesTheMachinesZone.class)).isTrue();
    }

    private static boolean broken(ArchRule rule, Class<?> planted) {
        return rule.evaluate(new ClassFileImporter().importClasses(planted)).hasViolation();
    }

    static final class KeepsALog {
        final Logger log = Logger.getLogger("engine");
    }

    static final class ReadsTheClock {
        final Instant now = Instant.now();
    }

    static final class ReadsAnInstantSource {
        final InstantSource source = InstantSource.system();
    }

    static final class ReadsMilliseconds {
        final long now = System.currentTimeMillis();
    }

    static final class DrawsAnIdentifier {
        final UUID id = UUID.randomUUID();
    }

    static final class DrawsANumber {
        final int number = new Random().nextInt();
    }

    static final class DrawsFromTheThread {
        final int number = ThreadLocalRandom.current().nextInt();
    }

    static final class ReadsTheEnvironment {
        final String home = System.getenv().getOrDefault("HOME", "");
    }

    static final class TakesTheMachinesZone {
        final ZoneId zone = ZoneId.systemDefault();
    }
}
