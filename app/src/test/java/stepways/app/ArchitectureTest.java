package stepways.app;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses STEPWAYS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("stepways");

    @Test
    void dependencies_run_from_the_service_to_the_packs_to_the_engine() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("app")
                .definedBy("stepways.app..")
                .layer("packs")
                .definedBy("stepways.packs..")
                .layer("engine")
                .definedBy("stepways.engine..")
                .whereLayer("app")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("packs")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("engine")
                .mayOnlyBeAccessedByLayers("app", "packs")
                .check(STEPWAYS);
    }
}
