package stepways.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import stepways.app.database.AuthorityId;
import stepways.app.database.Database;
import stepways.app.database.DatabaseSettings;
import stepways.app.database.DatabaseSetup;
import stepways.app.database.DatabaseUnfit;
import stepways.app.database.EmbeddedPostgres;
import stepways.app.database.LaunchFailed;
import stepways.app.database.Migrations;
import stepways.app.generate.Generator;
import stepways.app.generate.Size;
import stepways.app.imports.Progress;
import stepways.app.procedures.Procedures;
import stepways.packs.Packs;
import stepways.packs.StepwaysVersion;

/// Makes an invented authority of a given size, to measure and to try things on.
@Command(
        name = "generate",
        description = {
            "Makes an invented authority of a given size beside what is there.",
            "Its transfers are real: some are played by the service's own commands, and stamped out",
            "with identifiers, words and chains of their own."
        },
        footer = {
            "",
            "hundredth   3,000 people,    100 open transfers: for what has to be quick",
            "average    60,000 people,  2,000 open transfers: the middle of England's councils",
            "kent      300,000 people, 10,000 open transfers: the largest council of England",
            "",
            "Works on the demo's data, which no other command may be using, or on a server where the environment",
            "names one (see ./stepways serve --help)."
        },
        mixinStandardHelpOptions = true,
        versionProvider = StepwaysVersion.class)
final class GenerateCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            description = "One of ${COMPLETION-CANDIDATES} (default: hundredth).")
    Size size = Size.HUNDREDTH;

    @Option(
            names = "--authority",
            paramLabel = "A",
            description = "The id of the new authority (default: the size's name).")
    String authority = "";

    @Option(
            names = "--under",
            paramLabel = "PACK",
            defaultValue = "icrt",
            description = "The procedure it works under (default: ${DEFAULT-VALUE}).")
    String under = "";

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The same seed makes the same people and families (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "The data of the demo (default: .stepways/demo of the project).")
    Path data = Folders.demo();

    @Override
    public Integer call() {
        var id = authorityId();
        try {
            if (ServerSettings.named()) {
                var settings = ServerSettings.read(spec.commandLine(), 2);
                ServerSettings.ownerPassword().ifPresent(owner -> Migrations.migrate(settings.url(), owner));
                return generate(settings, id);
            }
            var launch =
                    EmbeddedPostgres.in(data).withPrograms(Folders.postgres()).withProgress(this::say);
            try (var postgres = launch.start()) {
                return generate(DatabaseSetup.prepare(postgres, "stepways"), id);
            }
        } catch (LaunchFailed | DatabaseUnfit failed) {
            err().println("stepways: " + failed.getMessage());
            return ExitCode.SOFTWARE;
        }
    }

    private AuthorityId authorityId() {
        try {
            return new AuthorityId(authority.isEmpty() ? size.name().toLowerCase(Locale.ROOT) : authority);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
        }
    }

    private int generate(DatabaseSettings settings, AuthorityId id) {
        var root = Folders.root().resolve("policy-packs");
        var packs = Packs.load(root);
        var pack = packs.pack(under)
                .orElseThrow(() -> new ParameterException(spec.commandLine(), "There is no pack " + under + "."));
        try (var database = Database.open(settings)) {
            switch (Generator.state(database, id)) {
                case READY -> {
                    say("the authority " + id + " was made before; nothing has changed");
                    return ExitCode.OK;
                }
                case OTHER -> {
                    err().println("stepways: there is an authority " + id + " already, which is not one that was made"
                            + " here to its end; name another with --authority");
                    return ExitCode.SOFTWARE;
                }
                case ABSENT -> {
                    // It is made below.
                }
            }
            var made = new Generator(
                            database,
                            new Procedures(root, packs),
                            InstantSource.system().instant(),
                            new Progress(this::say))
                    .make(new Generator.Plan(
                            id, "Invented council, " + size.name().toLowerCase(Locale.ROOT), pack, size, seed));
            made.rows().forEach((table, rows) -> say(String.format(Locale.ROOT, "  %s: %,d", table, rows)));
            long rows = made.rows().values().stream().mapToLong(Long::longValue).sum();
            double seconds = made.took().toMillis() / 1000.0;
            say(String.format(
                    Locale.ROOT,
                    "made %s: %,d rows in %.1f s (%,.0f a second), %d families played step by step",
                    id,
                    rows,
                    seconds,
                    rows / seconds,
                    made.played()));
            return ExitCode.OK;
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
