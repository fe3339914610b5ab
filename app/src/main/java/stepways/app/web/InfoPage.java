package stepways.app.web;

import java.util.List;

/// A page of plain words: help, the accessibility statement, privacy.
public record InfoPage(Layout layout, String heading, List<Section> sections) {
    public InfoPage {
        sections = List.copyOf(sections);
    }

    /// A heading and what stands below it.
    public record Section(String heading, List<String> paragraphs) {
        public Section {
            paragraphs = List.copyOf(paragraphs);
        }
    }
}
