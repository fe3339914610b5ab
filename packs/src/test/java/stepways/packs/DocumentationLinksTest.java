package stepways.packs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.Test;

/// Links between the documents of this repository, and to its files and pictures, lead somewhere.
class DocumentationLinksTest {

    private static final Path ROOT =
            Path.of(System.getProperty("stepways.root", "..")).toAbsolutePath().normalize();

    @Test
    void every_link_of_a_document_to_a_file_leads_to_a_file() throws IOException {
        var documents = documents();

        assertThat(documents).contains(ROOT.resolve("README.md"));
        assertThat(documents.stream().flatMap(DocumentationLinksTest::deadLinks))
                .isEmpty();
    }

    @Test
    void a_link_that_leads_nowhere_is_noticed() {
        assertThat(dead(
                        ROOT.resolve("README.md"),
                        "see [the moon](docs/moon.md), [a part](LICENSE#terms), [far](https://example.org)"))
                .containsExactly("README.md -> docs/moon.md");
    }

    private static Stream<String> deadLinks(Path document) {
        try {
            return dead(document, Files.readString(document)).stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> dead(Path document, String text) {
        var dead = new ArrayList<String>();
        Parser.builder().build().parse(text).accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                follow(link.getDestination());
                visitChildren(link);
            }

            @Override
            public void visit(Image image) {
                follow(image.getDestination());
            }

            private void follow(String destination) {
                var path = destination.replaceFirst("#.*", "");
                if (!path.isEmpty() && !path.matches("[a-z]+:.*") && !Files.exists(document.resolveSibling(path))) {
                    dead.add(ROOT.relativize(document) + " -> " + destination);
                }
            }
        });
        return dead;
    }

    private static List<Path> documents() throws IOException {
        var found = new ArrayList<Path>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return Set.of("target", ".git", "node_modules")
                                .contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".md")) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }
}
