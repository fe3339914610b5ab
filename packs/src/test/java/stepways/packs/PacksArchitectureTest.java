package stepways.packs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class PacksArchitectureTest {

    @Test
    void packs_know_the_engine_and_what_reads_files_but_neither_the_service_nor_its_framework() {
        var packs = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("stepways.packs");

        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "stepways.packs..",
                        "stepways.engine..",
                        "java..",
                        "org.jspecify..",
                        "org.snakeyaml.engine..",
                        "org.commonmark..",
                        "picocli..")
                .because("the pack commands start neither Spring nor a database")
                .check(packs);
    }
}
