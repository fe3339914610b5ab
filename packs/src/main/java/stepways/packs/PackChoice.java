package stepways.packs;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/// Which packs a command is about, and where they are.
final class PackChoice {

    @Option(names = "--packs", paramLabel = "FOLDER", description = "The folder of policy packs.")
    private @Nullable Path folder;

    @Parameters(paramLabel = "PACK", arity = "0..*", description = "Packs by name, such as dorset; every pack if none.")
    private List<String> names = new ArrayList<>();

    /// The packs chosen, and everything that is wrong with them.
    ///
    /// @param everything whether no pack was named
    record Chosen(Path folder, LoadedPacks all, List<LoadedPack> packs, boolean everything) {

        Problems problems() {
            return all.problems();
        }

        /// The problems in the files of one pack.
        List<Problem> problemsOf(LoadedPack pack) {
            var below = folder.relativize(pack.folder()).toString().replace('\\', '/') + "/";
            return problems().all().stream()
                    .filter(problem -> problem.file().startsWith(below))
                    .toList();
        }

        /// Errors in files of no pack that could be read, such as a broken `pack.yaml`.
        List<Problem> elsewhere() {
            var folders = all.packs().stream()
                    .map(pack -> folder.relativize(pack.folder()).toString().replace('\\', '/') + "/")
                    .toList();
            return problems().errors().stream()
                    .filter(problem -> folders.stream().noneMatch(problem.file()::startsWith))
                    .toList();
        }

        /// Whether a pack cannot be used. Nothing stands on a national layer with errors.
        boolean unusable(LoadedPack pack) {
            for (var each : all.packs()) {
                boolean matters = each == pack || each.policy() == pack.policy().national();
                if (matters && problemsOf(each).stream().anyMatch(Problem::isError)) {
                    return true;
                }
            }
            return false;
        }

        void print(PrintWriter out, List<Problem> some) {
            some.forEach(problem -> out.println(problems().render(problem)));
        }
    }

    /// Where the packs are, unless the command says otherwise: beside the launcher, or below the working folder.
    static Path usualFolder() {
        return Path.of(System.getProperty("stepways.root", "."), "policy-packs");
    }

    Chosen load(CommandSpec spec) {
        return load(spec, folder, names);
    }

    static Chosen load(CommandSpec spec, @Nullable Path asked, List<String> names) {
        var folder = asked == null ? usualFolder() : asked;
        if (!Files.isDirectory(folder)) {
            throw new ParameterException(spec.commandLine(), "There is no folder of policy packs at " + folder + ".");
        }
        var all = Packs.load(folder);
        var known = all.packs().stream()
                .map(pack -> pack.policy().version().pack())
                .distinct()
                .toList();
        if (known.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "There is no policy pack in " + folder + ".");
        }
        for (var name : names) {
            if (!known.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "There is no pack '" + name + "'. "
                                + Problems.nearest(name, known)
                                        .map(near -> "Did you mean " + near + "?")
                                        .orElse("The packs are: " + String.join(", ", known) + "."));
            }
        }
        var chosen = all.packs().stream()
                .filter(pack -> names.isEmpty()
                        || names.contains(pack.policy().version().pack()))
                .toList();
        return new Chosen(folder, all, chosen, names.isEmpty());
    }
}
