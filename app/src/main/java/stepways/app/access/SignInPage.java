package stepways.app.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Layout;

/// Choosing an invented person to sign in as, grouped by authority and team. Only for demonstration: production
/// has no
/// such page.
///
/// `url` is where the choice is posted, as `person`.
public record SignInPage(
        Layout layout,
        String heading,
        List<String> words,
        String url,
        List<Story> stories,
        List<Authority> authorities) {

    public SignInPage {
        words = List.copyOf(words);
        stories = List.copyOf(stories);
        authorities = List.copyOf(authorities);
    }

    /// A story to try, and as whom.
    public record Story(String title, String words, Person person) {}

    /// A council, its procedure, its teams.
    public record Authority(String id, String name, String procedure, List<Team> teams) {

        public Authority {
            teams = List.copyOf(teams);
        }
    }

    /// A team and the people in it.
    public record Team(String name, List<Person> people) {

        public Team {
            people = List.copyOf(people);
        }
    }

    /// Somebody to sign in as. `role` is what they do; `hint` what waits for them.
    public record Person(
            String id, String name, String role, @Nullable String hint) {}
}
