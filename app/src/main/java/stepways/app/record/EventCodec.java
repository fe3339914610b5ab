package stepways.app.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stepways.engine.policy.ClauseId;
import stepways.engine.run.ChildId;
import stepways.engine.run.Correction;
import stepways.engine.run.Holder;
import stepways.engine.run.PersonId;
import stepways.engine.run.RunEvent;
import stepways.engine.run.RunId;
import stepways.engine.run.StaffId;
import stepways.engine.run.TextRef;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// Turns events into stored text and back.
///
/// The stored name of an event is a contract of its own: a class may be renamed, its stored name never. The text
/// is canonical: the same event gives the same bytes, which is what the chain hashes.
public final class EventCodec {

    private static final Map<String, Class<? extends RunEvent>> NAMES = names();
    private static final Map<Class<?>, String> STORED = stored();

    /// Writes the members of a "one of": identifiers as words, nothing nested.
    private static final JsonMapper PLAIN = plain();
    private static final JsonMapper JSON = mapper();

    private EventCodec() {}

    /// One event as it is stored.
    public record Stored(String type, String payload) {}

    public static Stored write(RunEvent event) {
        var name = STORED.get(event.getClass());
        if (name == null) {
            throw new IllegalStateException("Expected a stored name for " + event.getClass());
        }
        return new Stored(name, JSON.writeValueAsString(event));
    }

    public static RunEvent read(String type, String payload) {
        var kind = NAMES.get(type);
        if (kind == null) {
            throw new IllegalStateException("Expected a known event, found '" + type + "'");
        }
        return JSON.readValue(payload, kind);
    }

    /// Every reference to typed words in a stored event, wherever it stands.
    static List<TextRef> texts(String payload) {
        var all = new ArrayList<TextRef>();
        collectTexts(JSON.readTree(payload), all);
        return all;
    }

    private static void collectTexts(JsonNode node, List<TextRef> into) {
        if (node.isObject() && node.has("digest") && node.has("id")) {
            into.add(new TextRef(node.get("id").asString(), node.get("digest").asString()));
            return;
        }
        node.forEach(child -> collectTexts(child, into));
    }

    /// Every stored name, for the test that reads events of every past shape.
    public static List<String> storedNames() {
        return List.copyOf(NAMES.keySet());
    }

    private static Map<String, Class<? extends RunEvent>> names() {
        var names = new LinkedHashMap<String, Class<? extends RunEvent>>();
        names.put("began", RunEvent.Began.class);
        names.put("item-done", RunEvent.ItemDone.class);
        names.put("item-excused", RunEvent.ItemExcused.class);
        names.put("fact-stated", RunEvent.FactStated.class);
        names.put("record-stated", RunEvent.RecordStated.class);
        names.put("agreement-answered", RunEvent.AgreementAnswered.class);
        names.put("document-filed", RunEvent.DocumentFiled.class);
        names.put("half-decided", RunEvent.HalfDecided.class);
        names.put("outcome-chosen", RunEvent.OutcomeChosen.class);
        names.put("stage-entered", RunEvent.StageEntered.class);
        names.put("ended", RunEvent.Ended.class);
        names.put("episode-opened", RunEvent.EpisodeOpened.class);
        names.put("episode-closed", RunEvent.EpisodeClosed.class);
        names.put("holder-changed", RunEvent.HolderChanged.class);
        names.put("holder-released", RunEvent.HolderReleased.class);
        names.put("co-worker-joined", RunEvent.CoWorkerJoined.class);
        names.put("co-worker-left", RunEvent.CoWorkerLeft.class);
        names.put("put-in-tray", RunEvent.PutInTray.class);
        names.put("put-on-agenda", RunEvent.PutOnAgenda.class);
        names.put("sitting-moved", RunEvent.SittingMoved.class);
        names.put("shared", RunEvent.Shared.class);
        names.put("letter-drafted", RunEvent.LetterDrafted.class);
        names.put("role-told", RunEvent.RoleTold.class);
        names.put("acknowledged", RunEvent.Acknowledged.class);
        names.put("marked", RunEvent.Marked.class);
        names.put("acted", RunEvent.Acted.class);
        names.put("line-began", RunEvent.LineBegan.class);
        names.put("line-ended", RunEvent.LineEnded.class);
        names.put("dispute-raised", RunEvent.DisputeRaised.class);
        names.put("dispute-escalated", RunEvent.DisputeEscalated.class);
        names.put("dispute-resolved", RunEvent.DisputeResolved.class);
        names.put("harm-raised", RunEvent.HarmRaised.class);
        names.put("went-outside-procedure", RunEvent.WentOutsideProcedure.class);
        names.put("deadline-missed", RunEvent.DeadlineMissed.class);
        names.put("breach-withdrawn", RunEvent.BreachWithdrawn.class);
        names.put("corrected", RunEvent.Corrected.class);
        names.put("divided", RunEvent.Divided.class);
        names.put("divided-off", RunEvent.DividedOff.class);
        names.put("linked", RunEvent.Linked.class);
        names.put("entered-in-system", RunEvent.EnteredInSystem.class);
        names.put("question-asked", RunEvent.QuestionAsked.class);
        names.put("question-answered", RunEvent.QuestionAnswered.class);
        names.put("child-born", RunEvent.ChildBorn.class);
        names.put("child-died", RunEvent.ChildDied.class);
        names.put("moved-to-version", RunEvent.MovedToVersion.class);
        return names;
    }

    private static Map<Class<?>, String> stored() {
        var stored = new LinkedHashMap<Class<?>, String>();
        NAMES.forEach((name, kind) -> stored.put(kind, name));
        return stored;
    }

    private static JsonMapper mapper() {
        var module = new SimpleModule();
        word(module, RunId.class, RunId::value, RunId::new);
        word(module, ChildId.class, ChildId::value, ChildId::new);
        word(module, StaffId.class, StaffId::value, StaffId::new);
        word(module, PersonId.class, PersonId::value, PersonId::new);
        word(module, ClauseId.class, ClauseId::value, ClauseId::new);
        oneOf(module, Holder.class, Map.of("practitioner", Holder.Practitioner.class, "duty", Holder.Duty.class));
        oneOf(
                module,
                Correction.class,
                Map.of(
                        "happened-at", Correction.HappenedAt.class,
                        "did-not-happen", Correction.DidNotHappen.class,
                        "about-another", Correction.AboutAnother.class,
                        "value-was", Correction.ValueWas.class));
        return JsonMapper.builder()
                .addModule(module)
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .build();
    }

    private static <T> void word(
            SimpleModule module,
            Class<T> type,
            java.util.function.Function<T, String> toWord,
            java.util.function.Function<String, T> fromWord) {
        module.addSerializer(type, new ValueSerializer<T>() {
            @Override
            public void serialize(T value, JsonGenerator json, SerializationContext context) {
                json.writeString(toWord.apply(value));
            }
        });
        module.addDeserializer(type, new ValueDeserializer<T>() {
            @Override
            public T deserialize(JsonParser json, DeserializationContext context) {
                return fromWord.apply(json.getString());
            }
        });
    }

    /// A "one of" is stored as an object with a single member named after its kind.
    private static <T> void oneOf(SimpleModule module, Class<T> type, Map<String, Class<? extends T>> kinds) {
        module.addSerializer(type, new ValueSerializer<T>() {
            @Override
            public void serialize(T value, JsonGenerator json, SerializationContext context) {
                var name = kinds.entrySet().stream()
                        .filter(kind -> kind.getValue().equals(value.getClass()))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("Expected a stored name for " + value.getClass()));
                json.writeStartObject();
                json.writeName(name);
                json.writeTree(PLAIN.valueToTree(value));
                json.writeEndObject();
            }
        });
        module.addDeserializer(type, new ValueDeserializer<T>() {
            @Override
            public T deserialize(JsonParser json, DeserializationContext context) {
                JsonNode tree = context.readTree(json);
                var name = tree.propertyNames().iterator().next();
                var kind = kinds.get(name);
                if (kind == null) {
                    throw new IllegalStateException("Expected one of " + kinds.keySet() + ", found '" + name + "'");
                }
                return PLAIN.treeToValue(tree.get(name), kind);
            }
        });
    }

    private static JsonMapper plain() {
        var module = new SimpleModule();
        word(module, StaffId.class, StaffId::value, StaffId::new);
        return JsonMapper.builder()
                .addModule(module)
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .build();
    }
}
