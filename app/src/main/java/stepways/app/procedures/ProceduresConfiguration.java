package stepways.app.procedures;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stepways.packs.Packs;

/// Reads the policy packs when the service starts. A pack with errors stops the start and says all of them.
@Configuration(proxyBeanMethods = false)
class ProceduresConfiguration {

    /// @param folder where the packs are; by default `policy-packs` of the project
    @Bean
    Procedures procedures(@Value("${stepways.packs:#{null}}") @org.jspecify.annotations.Nullable String folder) {
        var root = folder == null
                ? Path.of(System.getProperty("stepways.root", "")).resolve("policy-packs")
                : Path.of(folder);
        root = root.toAbsolutePath().normalize();
        if (!Files.isDirectory(root)) {
            throw new ProceduresUnfit("Expected policy packs in the folder " + root + ", found no such folder."
                    + " Name another one with the setting stepways.packs.");
        }
        var packs = Packs.load(root);
        var errors = packs.problems().errors();
        if (!errors.isEmpty()) {
            throw new ProceduresUnfit(errors.stream()
                    .map(packs.problems()::render)
                    .collect(Collectors.joining(
                            "\n\n",
                            "",
                            "\n\n" + errors.size() + " errors in the policy packs: the service does not start.")));
        }
        return new Procedures(root, packs);
    }
}
