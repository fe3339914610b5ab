package stepways.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import stepways.app.access.AuthoritySetup;
import stepways.app.database.AuthorityDirectory;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.DatabaseSettings;
import stepways.app.database.DatabaseSetup;
import stepways.app.database.DatabaseUnfit;
import stepways.app.database.EmbeddedPostgres;
import stepways.app.database.LaunchFailed;
import stepways.app.database.Migrations;
import stepways.app.database.TimeOrderedIds;
import stepways.app.database.Viewer;
import stepways.app.imports.Mapping;
import stepways.app.imports.MappingReader;
import stepways.app.imports.Progress;
import stepways.app.imports.RowProblem;
import stepways.app.imports.SsdImport;
import stepways.app.procedures.Procedures;
import stepways.engine.policy.Policy;
import stepways.packs.Packs;
import stepways.packs.StepwaysVersion;

/// Reads a case system's extract into an authority.
@Command(
        name = "import",
        description = "Reads a case system's extract, or a directory of services, into an authority.",
        mixinStandardHelpOptions = true,
        versionProvider = StepwaysVersion.class,
        synopsisSubcommandLabel = "FORMAT",
        subcommands = {ImportCommand.Ssd.class, ImportDirectoryCommand.class})
final class ImportCommand implements Runnable {

    @Spec
    CommandSpec spec;

    /// Called when no format was named: that is a mistake of usage.
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a format: ssd or directory.");
    }

    /// An extract in the form of the Standard Safeguarding Dataset.
    @Command(
            name = "ssd",
            description = {
                "Reads the CSV tables of a Standard Safeguarding Dataset extract.",
                "All rows are checked first: if one is wrong nothing is imported, and every problem is listed.",
                "Importing the same extract again changes nothing."
            },
            footer = {
                "",
                "Works on the demo's data, which no other command may be using, or on a server where the environment",
                "names one (see ./stepways serve --help).",
                "",
                "With --under, the demo's data also gets invented people to sign in as, two for",
                "each role. A server gets the authority and the procedure's teams, and no people",
                "but the professionals of the extract: whoever else is to sign in, the council",
                "adds itself."
            },
            mixinStandardHelpOptions = true,
            versionProvider = StepwaysVersion.class)
    static final class Ssd implements Callable<Integer> {

        private static final int SHOWN = 50;

        @Spec
        CommandSpec spec;

        @Parameters(paramLabel = "FOLDER", description = "The folder of the extract's ssd_*.csv files.")
        Path folder = Path.of("");

        @Option(names = "--authority", required = true, paramLabel = "A", description = "The authority's id.")
        String authority = "";

        @Option(
                names = "--mapping",
                paramLabel = "FILE",
                description = {
                    "How the extract's words are read under the authority's procedure (YAML).",
                    "Without it: mapping.yaml of the folder, or mappings/PACK.yaml beside it."
                })
        Optional<Path> mappingFile = Optional.empty();

        @Option(
                names = "--under",
                paramLabel = "PACK",
                description = {
                    "Sets the authority up under this procedure first, where it is not there yet.",
                })
        Optional<String> under = Optional.empty();

        @Option(
                names = "--data",
                paramLabel = "FOLDER",
                description = "The data of the demo (default: .stepways/demo of the project).")
        Path data = Folders.demo();

        @Override
        public Integer call() throws IOException {
            var id = authorityId();
            if (!Files.isDirectory(folder)) {
                throw new ParameterException(spec.commandLine(), "There is no folder " + folder + ".");
            }
            try {
                if (ServerSettings.named()) {
                    var settings = ServerSettings.read(spec.commandLine(), 2);
                    ServerSettings.ownerPassword().ifPresent(owner -> Migrations.migrate(settings.url(), owner));
                    return importInto(settings, id, AuthoritySetup::withoutPeople);
                }
                var launch = EmbeddedPostgres.in(data)
                        .withPrograms(Folders.postgres())
                        .withProgress(this::say);
                try (var postgres = launch.start()) {
                    return importInto(DatabaseSetup.prepare(postgres, "stepways"), id, AuthoritySetup::everyRole);
                }
            } catch (LaunchFailed | DatabaseUnfit failed) {
                err().println("stepways: " + failed.getMessage());
                return ExitCode.SOFTWARE;
            }
        }

        private AuthorityId authorityId() {
            try {
                return new AuthorityId(authority);
            } catch (IllegalArgumentException wrong) {
                throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
            }
        }

        /// Who an authority has that is set up for an import.
        private interface NewAuthority {
            AuthoritySetup.Plan plan(AuthorityId id, String name, Policy policy, LocalDate today);
        }

        private int importInto(DatabaseSettings settings, AuthorityId id, NewAuthority setUp) throws IOException {
            var clock = InstantSource.system();
            var ids = new TimeOrderedIds(clock);
            try (var database = Database.open(settings)) {
                var policy = policy(database, ids, clock, id, setUp);
                var mapping = mapping(policy);
                if (mapping.isEmpty()) {
                    return ExitCode.SOFTWARE;
                }
                var job = new SsdImport.Job(id, tables(), mapping.get());
                return said(new SsdImport(database, ids, clock, new Progress(this::say)).run(job));
            }
        }

        /// The procedure under which the authority works now.
        private Policy policy(
                Database database, TimeOrderedIds ids, InstantSource clock, AuthorityId id, NewAuthority setUp) {
            var root = Folders.root().resolve("policy-packs");
            var packs = Packs.load(root);
            var procedures = new Procedures(root, packs);
            var viewer = new Viewer.Job(id, "import");
            boolean known = new AuthorityDirectory(database)
                    .authorities().stream().anyMatch(each -> each.id().equals(id));
            if (!known) {
                var name = under.orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "There is no authority " + id + ". With --under PACK it is set up under that procedure."));
                var pack = packs.pack(name)
                        .orElseThrow(
                                () -> new ParameterException(spec.commandLine(), "There is no pack " + name + "."));
                var today = LocalDate.ofInstant(
                        clock.instant(), pack.policy().calendar().zone());
                var plan = setUp.plan(id, authority, pack.policy(), today);
                database.<Integer>bulk(viewer, (sql, batches) -> {
                    new AuthoritySetup(database, ids, clock).apply(sql, batches, plan);
                    procedures.putInForce(sql, viewer, pack, clock.instant());
                    return 0;
                });
            }
            return database.read(viewer, sql -> procedures.active(id, sql));
        }

        /// The folder itself, or the one of the tables inside it.
        private Path tables() {
            var inside = folder.resolve("ssd_extract");
            return Files.isDirectory(inside) ? inside : folder;
        }

        private Optional<Mapping> mapping(Policy policy) throws IOException {
            var named = "mappings/" + policy.version().pack() + ".yaml";
            var file = mappingFile.or(() -> List.of(
                            folder.resolve("mapping.yaml"),
                            folder.resolve(named),
                            folder.toAbsolutePath().normalize().resolveSibling(named))
                    .stream()
                    .filter(Files::isRegularFile)
                    .findFirst());
            if (file.isEmpty() || !Files.isRegularFile(file.get())) {
                throw new ParameterException(
                        spec.commandLine(),
                        "There is no mapping " + file.map(Path::toString).orElse("mapping.yaml in " + folder)
                                + ". samples/synthetic-borough/mappings holds some to begin from.");
            }
            var read =
                    MappingReader.read(String.valueOf(file.get().getFileName()), Files.readString(file.get()), policy);
            read.problems().forEach(err()::println);
            return read.mapping();
        }

        private int said(SsdImport.Answer answer) {
            switch (answer) {
                case SsdImport.Answer.Imported imported -> {
                    say("imported, up to " + imported.until());
                    imported.counts().forEach((what, count) -> say("  " + what + ": " + count));
                    return ExitCode.OK;
                }
                case SsdImport.Answer.AlreadyImported already -> {
                    say("imported before, on " + already.when() + "; nothing has changed");
                    return ExitCode.OK;
                }
                case SsdImport.Answer.Refused refused -> {
                    refused.problems().stream()
                            .limit(SHOWN)
                            .map(RowProblem::toString)
                            .forEach(err()::println);
                    if (refused.count() > SHOWN) {
                        err().println("… and " + (refused.count() - SHOWN) + " more");
                    }
                    err().println("stepways: nothing was imported; problems: " + refused.count());
                    return ExitCode.SOFTWARE;
                }
            }
        }

        private void say(String line) {
            spec.commandLine().getOut().println("stepways: " + line);
            spec.commandLine().getOut().flush();
        }

        private PrintWriter err() {
            return spec.commandLine().getErr();
        }
    }
}
