package stepways.app;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import stepways.app.access.SignInUnfit;
import stepways.app.database.DatabaseUnfit;
import stepways.app.procedures.ProceduresUnfit;

/// Says in plain words why the service did not start, without a trace of the code.
final class StartFailures implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseUnfit || cause instanceof ProceduresUnfit || cause instanceof SignInUnfit) {
                return new FailureAnalysis(String.valueOf(cause.getMessage()), null, failure);
            }
        }
        return null;
    }
}
