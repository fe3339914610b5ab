package stepways.app.families;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stepways.app.web.Action;
import stepways.app.web.Fact;
import stepways.app.web.Identity;
import stepways.app.web.Layout;
import stepways.app.web.Link;
import stepways.app.web.Tab;

/// The people of a family: a drawing, and a table that says the same and more; court orders; dates that matter.
public record MembersPage(
        Layout layout,
        Identity identity,
        List<Tab> tabs,
        String heading,
        @Nullable Genogram drawing,
        Action primary,
        List<Row> rows,
        List<Order> orders,
        List<Order> earlierOrders,
        List<Fact> dates,
        List<Known> ended,
        List<Action> actions) {

    public MembersPage {
        tabs = List.copyOf(tabs);
        rows = List.copyOf(rows);
        orders = List.copyOf(orders);
        earlierOrders = List.copyOf(earlierOrders);
        dates = List.copyOf(dates);
        ended = List.copyOf(ended);
        actions = List.copyOf(actions);
    }

    /// One fact in a few words; the link leads to where it is corrected. `strong` where somebody could come to harm.
    public record Known(
            String words, @Nullable String more, @Nullable Link link, boolean strong) {}

    /// One person.
    public record Row(
            String id,
            String name,
            Link birth,
            Link nameLink,
            @Nullable String pronounced,
            List<Known> relations,
            List<Known> home,
            List<Known> responsibility,
            List<Known> reaching) {

        public Row {
            relations = List.copyOf(relations);
            home = List.copyOf(home);
            responsibility = List.copyOf(responsibility);
            reaching = List.copyOf(reaching);
        }
    }

    /// A court order. `warning` says whom it restricts from what.
    public record Order(String title, @Nullable String warning, List<Fact> facts, Link link) {

        public Order {
            facts = List.copyOf(facts);
        }
    }
}
