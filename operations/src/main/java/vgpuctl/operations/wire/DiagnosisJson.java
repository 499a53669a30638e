package vgpuctl.operations.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import vgpuctl.core.doctor.BundleContents;
import vgpuctl.core.doctor.Diagnosis;
import vgpuctl.core.doctor.Evidence;
import vgpuctl.core.doctor.Finding;
import vgpuctl.core.doctor.Unread;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;

/** What doctor found, as JSON. */
final class DiagnosisJson {

    private DiagnosisJson() {}

    static JsonObject write(Diagnosis diagnosis) {
        return JsonObject.builder()
                .put("findings", array(diagnosis.findings(), DiagnosisJson::finding))
                .put("read", array(diagnosis.read(), DiagnosisJson::read))
                .put("unread", array(diagnosis.unread(), DiagnosisJson::unread))
                .build();
    }

    static JsonObject write(BundleContents contents) {
        return JsonObject.builder()
                .put("file", contents.file())
                .put("sources", contents.sources())
                .put("unread", array(contents.unread(), DiagnosisJson::unread))
                .build();
    }

    static JsonObject finding(Finding finding) {
        return JsonObject.builder()
                .put("rule", finding.rule().id())
                .put("severity", finding.severity().word())
                .put("title", finding.rule().title())
                .put("about", finding.about())
                .put("proven", finding.rule().proven())
                .put("cause", finding.rule().cause())
                .put("fix", finding.fix())
                .putIfPresent("command", finding.command())
                .put("times", finding.times())
                .put("evidence", array(finding.evidence(), DiagnosisJson::evidence))
                .put("explains", array(finding.explains(), DiagnosisJson::finding))
                .build();
    }

    private static JsonObject evidence(Evidence evidence) {
        return JsonObject.builder()
                .put("source", evidence.source())
                .put("line", evidence.line())
                .put("text", evidence.text())
                .build();
    }

    private static JsonObject read(Diagnosis.Read read) {
        return JsonObject.builder()
                .put("source", read.source().name())
                .put("kind", read.source().kind().words())
                .put("lines", read.lines())
                .build();
    }

    private static JsonObject unread(Unread unread) {
        return JsonObject.builder().put("source", unread.source()).put("why", unread.why()).build();
    }

    private static <T> JsonArray array(List<T> items, Function<T, JsonObject> write) {
        var array = new ArrayList<Json>();
        items.forEach(item -> array.add(write.apply(item)));
        return new JsonArray(array);
    }
}
