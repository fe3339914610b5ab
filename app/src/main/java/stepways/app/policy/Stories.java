package stepways.app.policy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import stepways.engine.check.Explorer;
import stepways.engine.check.Report;
import stepways.engine.policy.Policy;
import stepways.engine.policy.PolicyVersion;

/// What the checker found in each version, worked out when somebody first opens a procedure that has gaps.
final class Stories {

    private final Duration patience;
    private final Map<PolicyVersion, CompletableFuture<Report>> reports = new ConcurrentHashMap<>();

    Stories(Duration patience) {
        this.patience = patience;
    }

    /// The report; empty while the checker is still at work.
    Optional<Report> of(Policy policy) {
        var report = reports.computeIfAbsent(policy.version(), _ -> {
            var future = new CompletableFuture<Report>();
            Thread.ofPlatform()
                    .name("checker " + policy.version())
                    .daemon()
                    .priority(Thread.MIN_PRIORITY)
                    .start(() -> {
                        try {
                            future.complete(Explorer.explore(policy));
                        } catch (RuntimeException e) {
                            future.completeExceptionally(e);
                            throw e;
                        }
                    });
            return future;
        });
        try {
            return Optional.of(report.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException notYet) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The checker failed on " + policy.version(), e.getCause());
        }
    }
}
