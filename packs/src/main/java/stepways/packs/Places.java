package stepways.packs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Where each element of a pack stands, as `pathway.element`, so that what is said about it can point there.
public final class Places {

    /// @param line counted from 1
    public record Place(String file, int line) {
        @Override
        public String toString() {
            return file + ":" + line;
        }
    }

    private final Map<String, Yaml> places = new LinkedHashMap<>();

    void put(String element, Yaml at) {
        places.putIfAbsent(element, at);
    }

    Optional<Yaml> yaml(String element) {
        return Optional.ofNullable(places.get(element));
    }

    public Optional<Place> of(String element) {
        return yaml(element).map(at -> new Place(at.file(), at.line()));
    }
}
