package stepways.app.borough;

import java.util.List;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import stepways.app.access.DemoStories;
import stepways.app.access.SignInPage;
import stepways.app.database.Database;

/// Offers the borough's stories on the demo's sign-in page.
@Component
@Profile("demo")
class BoroughStories implements DemoStories {

    private final Database database;

    BoroughStories(Database database) {
        this.database = database;
    }

    @Override
    public List<SignInPage.Story> stories() {
        return Stories.all(database).stream()
                .map(story -> new SignInPage.Story(
                        story.title(),
                        story.what(),
                        new SignInPage.Person(
                                story.authority() + ":" + story.staff(), story.person(), story.authorityName(), null)))
                .toList();
    }
}
