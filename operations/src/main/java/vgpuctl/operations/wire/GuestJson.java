package vgpuctl.operations.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import vgpuctl.core.catalogue.Branch;
import vgpuctl.core.catalogue.Licence;
import vgpuctl.core.guest.GuestReport.GuestVgpu;
import vgpuctl.core.guest.KitFile;
import vgpuctl.core.guest.KitWriter;
import vgpuctl.core.guest.Timeline;
import vgpuctl.core.inventory.DriverVgpu;
import vgpuctl.core.inventory.LicenceState;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonNull;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonString;
import vgpuctl.operations.Answer;

/** What a guest needs, as JSON. What is secret is left out. */
final class GuestJson {

    private GuestJson() {}

    static JsonObject write(Answer.Guest answer) {
        var report = answer.report();
        return JsonObject.builder()
                .put("vm", report.vm())
                .put(
                        "hostDriver",
                        report.hostDriver()
                                .<Json>map(JsonString::new)
                                .orElseGet(why -> JsonObject.builder().put("unknown", why).build()))
                .put("guestBranches", array(report.branches(), GuestJson::branch))
                .put("vgpus", array(report.vgpus(), GuestJson::vgpu))
                .put("written", answer.written().map(KitWriter.Written::files).orElse(List.of()))
                .put("files", array(report.kit().files(), GuestJson::file))
                .put("notes", notes(answer))
                .build();
    }

    private static List<String> notes(Answer.Guest answer) {
        var notes = new ArrayList<>(answer.report().notes());
        answer.written().ifPresent(written -> notes.addAll(written.notes()));
        return notes;
    }

    private static JsonObject branch(Branch branch) {
        return JsonObject.builder()
                .put("branch", branch.number())
                .put("driver", branch.driver())
                .build();
    }

    private static JsonObject vgpu(GuestVgpu guest) {
        var state = guest.seen().flatMap(DriverVgpu.Guest::licence);
        return JsonObject.builder()
                .put("uuid", guest.vgpu().uuid().toString())
                .put("type", guest.vgpu().typeToken())
                .put("editions", guest.licence().map(Licence::editions).orElse(List.of()))
                .put("guestDriver", text(guest.seen().flatMap(DriverVgpu.Guest::driver)))
                .put("match", text(guest.match().map(Enum::name)))
                .put("licence", text(state.map(LicenceState::words)))
                .put("expiry", text(guest.seen().flatMap(DriverVgpu.Guest::expiry)))
                .put("meaning", text(state.map(Timeline::words)))
                .build();
    }

    private static JsonObject file(KitFile file) {
        var json = JsonObject.builder().put("name", file.name());
        return file.kind() == KitFile.Kind.SECRET
                ? json.put("secret", true).build()
                : json.put("text", file.text()).build();
    }

    private static Json text(Optional<String> text) {
        return text.<Json>map(JsonString::new).orElseGet(JsonNull::new);
    }

    private static <T> JsonArray array(List<T> items, Function<? super T, ? extends Json> write) {
        var array = new ArrayList<Json>();
        items.forEach(item -> array.add(write.apply(item)));
        return new JsonArray(array);
    }
}
