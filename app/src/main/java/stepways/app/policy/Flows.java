package stepways.app.policy;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import stepways.engine.policy.Pathway;
import stepways.engine.policy.Policy;
import stepways.engine.policy.PolicyVersion;

/// The drawings of every procedure, each made once.
///
/// The first one takes about a second, so all are made in the background once the service answers.
final class Flows {

    private record Key(PolicyVersion version, String pathway) {}

    private final Map<Key, Flow> drawn = new ConcurrentHashMap<>();

    Flow of(Policy policy, Pathway pathway) {
        return drawn.computeIfAbsent(new Key(policy.version(), pathway.name()), _ -> FlowChart.draw(policy, pathway));
    }

    /// Draws everything in a thread of its own, which nothing waits for.
    Thread warm(Collection<Policy> policies) {
        return Thread.ofPlatform()
                .name("flow charts")
                .daemon()
                .priority(Thread.MIN_PRIORITY)
                .start(() ->
                        policies.forEach(policy -> policy.pathways().values().forEach(pathway -> of(policy, pathway))));
    }
}
