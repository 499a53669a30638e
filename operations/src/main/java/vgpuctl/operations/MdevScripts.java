package vgpuctl.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import vgpuctl.core.host.Scripts;
import vgpuctl.core.inventory.MdevAttribute;
import vgpuctl.core.inventory.MdevConfig;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.json.JsonString;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.mdev.MdevAction;
import vgpuctl.core.mdev.MdevDevice;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;

/**
 * Calls the scripts that mdevctl calls, when it calls them.
 *
 * <pre>
 * live ─► pre ─► the change ─► post ─► notify
 *   │      └─ 1: refused ─────────────► notify
 *   └─ only where an active device is to be changed, and a script can
 * </pre>
 *
 * Which script is for a device, the scripts say: 2 is «not for me».
 */
final class MdevScripts {

    private static final int NOT_FOR_ME = 2;
    private static final String ACTIONS = "actions";
    private static final String EVENTS = "events";

    private final Scripts scripts;
    private final Consumer<String> notices;

    /**
     * Scripts of a host.
     *
     * @param notices is told what they print as errors
     */
    MdevScripts(Scripts scripts, Consumer<String> notices) {
        this.scripts = scripts;
        this.notices = notices;
    }

    /** When a script is called. */
    private enum Event {
        LIVE,
        PRE,
        POST,
        NOTIFY,
        GET;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How far the change has come. */
    private enum State {
        NONE,
        SUCCESS,
        FAILURE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A script that takes part for a device.
     *
     * @param supports what it said it supports; empty where it says nothing and gets what there was
     *     before scripts could
     */
    private record Chosen(String script, Optional<JsonObject> supports) {

        boolean supports(Event event, MdevAction action) {
            return supports.map(said ->
                            names(said, EVENTS).contains(event.word())
                                    && names(said, ACTIONS).contains(action.word()))
                    .orElse(event != Event.LIVE);
        }

        private static List<String> names(JsonObject said, String member) {
            var names = new ArrayList<String>();
            for (var item : said.array(member).map(JsonArray::items).orElse(List.of())) {
                if (item instanceof JsonString(var name)) {
                    names.add(name);
                }
            }
            return names;
        }
    }

    /**
     * Makes a change between the scripts of its devices.
     *
     * @param force whether a refusal of theirs is only told
     */
    <T> T around(List<MdevDevice> devices, MdevAction action, boolean force, Supplier<T> change) {
        var calls = new ArrayList<Call>();
        for (var device : devices) {
            calls.add(new Call(device, action));
        }
        var state = State.NONE;
        try {
            for (var call : calls) {
                call.pre(force);
            }
            state = State.FAILURE;
            var done = change.get();
            state = State.SUCCESS;
            return done;
        } finally {
            for (var call : calls) {
                call.afterwards(state);
            }
        }
    }

    /** Has a script change an active device; none can where none says that it can. */
    void live(MdevDevice device) {
        var call = new Call(device, MdevAction.MODIFY);
        try {
            call.live();
        } finally {
            call.tell(State.NONE);
        }
    }

    /** The attributes of an active device; empty where no script knows them. */
    Optional<List<MdevAttribute>> attributes(MdevDevice device) {
        return new Call(device, MdevAction.ATTRIBUTES).attributes();
    }

    /** The scripts of one device during one change. */
    private final class Call {

        private final MdevDevice device;
        private final MdevAction action;
        private final String config;
        private Optional<Chosen> chosen;

        Call(MdevDevice device, MdevAction action) {
            this.device = device;
            this.action = action;
            this.config = JsonWriter.compact(device.config().json());
            this.chosen = withVersion();
        }

        void pre(boolean force) {
            try {
                ask(Event.PRE, State.NONE, config);
            } catch (ProblemException e) {
                if (!force) {
                    throw e;
                }
                notices.accept("forced, though " + e.problem().reason());
            }
        }

        /** Nothing that a script says now changes anything. */
        void afterwards(State state) {
            if (state != State.NONE) {
                try {
                    ask(Event.POST, state, config);
                } catch (ProblemException e) {
                    notices.accept(e.problem().reason());
                }
            }
            tell(state);
        }

        void tell(State state) {
            for (var script : scripts.notifiers()) {
                scripts.run(script, arguments(Event.NOTIFY, action, state), config);
            }
        }

        void live() {
            var script =
                    chosen.filter(one -> one.supports(Event.LIVE, action))
                            .orElseThrow(() -> noLiveScript().thrown());
            var said =
                    scripts.run(script.script(), arguments(Event.LIVE, action, State.NONE), config);
            settle(script.script(), said);
        }

        Optional<List<MdevAttribute>> attributes() {
            return ask(Event.GET, State.NONE, "")
                    .map(Scripts.Said::output)
                    .filter(output -> !output.isBlank())
                    .map(output ->
                            switch (MdevConfig.attributes(output)) {
                                case Reading.Known<List<MdevAttribute>>(var attributes) ->
                                        attributes;
                                case Reading.Unknown<List<MdevAttribute>>(var why) ->
                                        throw invalid(why).thrown();
                            });
        }

        /** The first script that is for the device answers; it is the one for all that follows. */
        private Optional<Scripts.Said> ask(Event event, State state, String input) {
            if (chosen.isPresent()) {
                var script = chosen.get();
                if (!script.supports(event, action)) {
                    return Optional.empty();
                }
                var said = scripts.run(script.script(), arguments(event, action, state), input);
                return said.status().equals(OptionalInt.of(NOT_FOR_ME))
                        ? Optional.empty()
                        : Optional.of(settle(script.script(), said));
            }
            for (var script : scripts.callouts()) {
                var said = scripts.run(script, arguments(event, action, state), input);
                if (said.status().isPresent() && said.status().getAsInt() != NOT_FOR_ME) {
                    chosen = Optional.of(new Chosen(script, Optional.empty()));
                    return Optional.of(settle(script, said));
                }
            }
            return Optional.empty();
        }

        private Scripts.Said settle(String script, Scripts.Said said) {
            if (!said.errors().isBlank()) {
                var name = script.substring(script.lastIndexOf('/') + 1);
                notices.accept(name + ": " + said.errors().strip());
            }
            if (said.status().orElse(0) != 0) {
                throw new Problem.Refused(
                                "Script '\""
                                        + script
                                        + "\"' failed with status '"
                                        + said.status().getAsInt()
                                        + "'",
                                said.errors().strip(),
                                "see what the script wants; --force does it all the same")
                        .thrown();
            }
            return said;
        }

        /** A script that says what it supports comes before those that do not. */
        private Optional<Chosen> withVersion() {
            for (var script : scripts.callouts()) {
                var said =
                        scripts.run(
                                script,
                                arguments(Event.GET, MdevAction.CAPABILITIES, State.NONE),
                                capabilities());
                var supports =
                        JsonReader.readObject(said.output().replace("\0", ""))
                                .flatMap(object -> object.object("supports"));
                if (supports.isPresent() && said.status().orElse(NOT_FOR_ME) != NOT_FOR_ME) {
                    return Optional.of(new Chosen(script, supports));
                }
            }
            return Optional.empty();
        }

        private List<String> arguments(Event event, MdevAction what, State state) {
            return List.of(
                    "-t",
                    device.config().type().text(),
                    "-e",
                    event.word(),
                    "-a",
                    what.word(),
                    "-s",
                    state.word(),
                    "-u",
                    device.uuid().toString(),
                    "-p",
                    device.parent().text());
        }
    }

    private static Problem invalid(String why) {
        return new Problem.Refused(
                "Invalid JSON received from callout script", why, "mend the script");
    }

    private static Problem noLiveScript() {
        return new Problem.HostNotReady(
                "No callout script with version support found that supports live modify",
                "change the definition alone, without --live, and start the device again");
    }

    /** What a script is told that we know; the numbers and words are mdevctl's. */
    private static String capabilities() {
        var actions = new ArrayList<String>();
        for (var action : MdevAction.values()) {
            actions.add(action.word());
        }
        return JsonWriter.compact(
                JsonObject.builder()
                        .put(
                                "provides",
                                JsonObject.builder()
                                        .put("version", 2)
                                        .put(ACTIONS, actions)
                                        .put(
                                                EVENTS,
                                                List.of("pre", "post", "notify", "get", "live"))
                                        .build())
                        .build());
    }
}
