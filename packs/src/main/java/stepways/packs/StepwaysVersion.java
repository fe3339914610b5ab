package stepways.packs;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/// The version that the build wrote into the jar, for `--version` of every command.
public final class StepwaysVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        var built = Optional.ofNullable(StepwaysVersion.class.getPackage().getImplementationVersion());
        return new String[] {"Stepways " + built.orElse("from a working tree")};
    }
}
