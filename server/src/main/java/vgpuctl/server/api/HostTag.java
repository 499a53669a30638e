package vgpuctl.server.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.operations.Answer;
import vgpuctl.operations.wire.AnswerJson;

/** An ETag that is another one when the host is: what answers do not show is no difference. */
final class HostTag {

    private HostTag() {}

    static String of(HostSnapshot host) {
        var gpus = JsonWriter.compact(AnswerJson.write(new Answer.Gpus(host, false)));
        var vgpus = JsonWriter.compact(AnswerJson.write(new Answer.Vgpus(host)));
        return '"' + hash(gpus + vgpus).substring(0, 32) + '"';
    }

    /** Whether an {@code If-Match} names it. */
    static boolean isIn(String ifMatch, HostSnapshot host) {
        if (ifMatch.strip().equals("*")) {
            return true;
        }
        var now = of(host);
        for (var tag : ifMatch.split(",", -1)) {
            if (tag.strip().equals(now)) {
                return true;
            }
        }
        return false;
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
