package stepways.packs;

import static stepways.packs.Elements.get;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stepways.engine.policy.ClauseId;

/// How many numbered clauses each document has, so that one missing from a manual is noticed.
///
/// @param documents by the prefix of their clauses
record Catalogue(Map<String, Document> documents) {

    /// @param pack the pack that paraphrases it
    record Document(String pack, int clauses) {}

    static Catalogue read(Path folder, Problems problems) {
        var documents = new LinkedHashMap<String, Document>();
        var file = folder.resolve("catalogue.yaml");
        if (Files.isRegularFile(file)) {
            var root = Yaml.parse("catalogue.yaml", Packs.text(file), problems);
            root.members().forEach((prefix, value) -> {
                var m = value.members(Set.of("pack", "clauses"));
                int count = get(m, "clauses", value).parse(Integer::valueOf).orElse(0);
                documents.put(prefix, new Document(get(m, "pack", value).text(), count));
            });
        }
        return new Catalogue(documents);
    }

    boolean counts(ClauseId id) {
        return documents.containsKey(prefix(id));
    }

    static String prefix(ClauseId id) {
        return id.value().substring(0, id.value().indexOf('-'));
    }

    /// Every clause that the documents of one pack have.
    List<ClauseId> of(String pack) {
        var all = new ArrayList<ClauseId>();
        documents.forEach((prefix, document) -> {
            if (document.pack().equals(pack)) {
                for (int number = 1; number <= document.clauses(); number++) {
                    all.add(new ClauseId("%s-%02d".formatted(prefix, number)));
                }
            }
        });
        return all;
    }

    /// The packs that paraphrase catalogued documents, in order.
    List<String> packs() {
        return documents.values().stream().map(Document::pack).distinct().toList();
    }
}
