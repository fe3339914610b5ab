package stepways.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
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
import stepways.app.directory.DirectoryImport;
import stepways.app.imports.Progress;
import stepways.app.imports.RowProblem;
import stepways.packs.StepwaysVersion;

/// Reads a directory of services into an authority.
@Command(
        name = "directory",
        description = {
            "Reads a feed of services in the form of Open Referral UK (JSON).",
            "What cannot be kept is left out and listed with its place; everything else comes in.",
            "A service that the feed does not name any more is marked as not listed, never removed.",
            "Importing the same feed again changes nothing."
        },
        footer = {
            "",
            "FILE is what the feed answers: a page with its contents, a list of services or of pages,",
            "or one service after another. A file that breaks off, or that holds fewer services than it",
            "says there are, marks no service as gone.",
            "",
            "Works on the demo's data, which no other command may be using, or on a server where the environment",
            "names one (see ./stepways serve --help)."
        },
        mixinStandardHelpOptions = true,
        versionProvider = StepwaysVersion.class)
final class ImportDirectoryCommand implements Callable<Integer> {

    private static final int SHOWN = 50;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The file of the feed.")
    Path file = Path.of("");

    @Option(names = "--authority", required = true, paramLabel = "A", description = "The authority's id.")
    String authority = "";

    @Option(
            names = "--accept-losses",
            description = "Marks services as not listed any more even where the feed has lost most of them.")
    boolean acceptLosses;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "The data of the demo (default: .stepways/demo of the project).")
    Path data = Folders.demo();

    @Override
    public Integer call() throws IOException {
        var id = authorityId();
        if (!Files.isRegularFile(file)) {
            throw new ParameterException(spec.commandLine(), "There is no file " + file + ".");
        }
        try {
            if (ServerSettings.named()) {
                var settings = ServerSettings.read(spec.commandLine(), 2);
                ServerSettings.ownerPassword().ifPresent(owner -> Migrations.migrate(settings.url(), owner));
                return importInto(settings, id);
            }
            var launch =
                    EmbeddedPostgres.in(data).withPrograms(Folders.postgres()).withProgress(this::say);
            try (var postgres = launch.start()) {
                return importInto(DatabaseSetup.prepare(postgres, "stepways"), id);
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

    private int importInto(DatabaseSettings settings, AuthorityId id) throws IOException {
        var clock = InstantSource.system();
        try (var database = Database.open(settings)) {
            boolean known = new AuthorityDirectory(database)
                    .authorities().stream().anyMatch(each -> each.id().equals(id));
            if (!known) {
                throw new ParameterException(spec.commandLine(), "There is no authority " + id + ".");
            }
            var directory = new DirectoryImport(database, new TimeOrderedIds(clock), clock, new Progress(this::say));
            return said(directory.run(new DirectoryImport.Job(id, file, acceptLosses)));
        }
    }

    private int said(DirectoryImport.Answer answer) {
        switch (answer) {
            case DirectoryImport.Answer.Imported imported -> {
                problems(imported.problemCount(), imported.problems());
                say("imported");
                imported.counts().forEach((what, count) -> say("  " + what + ": " + count));
                imported.kept().ifPresent(why -> say("no service was marked as gone: " + why));
                return ExitCode.OK;
            }
            case DirectoryImport.Answer.AlreadyImported already -> {
                say("imported before, on " + already.when() + "; nothing has changed");
                return ExitCode.OK;
            }
            case DirectoryImport.Answer.Refused refused -> {
                problems(refused.problemCount(), refused.problems());
                err().println("stepways: no service could be read; nothing was imported");
                return ExitCode.SOFTWARE;
            }
        }
    }

    private void problems(long count, List<RowProblem> problems) {
        problems.stream().limit(SHOWN).map(RowProblem::toString).forEach(err()::println);
        if (count > SHOWN) {
            err().println("… and " + (count - SHOWN) + " more");
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
