package stepways.packs;

import java.util.List;
import java.util.Optional;

/// Every pack that was read, the national layer first, and everything found wrong.
public record LoadedPacks(List<LoadedPack> packs, Problems problems) {

    public LoadedPacks {
        packs = List.copyOf(packs);
    }

    /// The pack of this name; the newest version read if there are several.
    public Optional<LoadedPack> pack(String name) {
        return packs.stream()
                .filter(pack -> pack.policy().version().pack().equals(name))
                .reduce((_, later) -> later);
    }
}
