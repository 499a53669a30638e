package vgpuctl.layout.others;

import java.util.ArrayList;
import java.util.List;

/** XML documents that virsh printed one after the other into one file. */
final class VirshOutput {

    private static final String NODE_DEVICE = "<device>";
    private static final List<String> ROOTS = List.of(NODE_DEVICE, "<domain ", "<domain>");
    private static final String PROLOGUE = "<?xml";

    private VirshOutput() {}

    /** Each of them; what is none of virsh's is one document. */
    static List<String> documents(String text) {
        var documents = new ArrayList<String>();
        var document = new StringBuilder();
        var hasRoot = false;
        for (var line : text.lines().toList()) {
            var isRoot = ROOTS.stream().anyMatch(line::startsWith);
            if (hasRoot && (isRoot || line.startsWith(PROLOGUE))) {
                documents.add(document.toString());
                document.setLength(0);
                hasRoot = false;
            }
            hasRoot |= isRoot;
            document.append(line).append('\n');
        }
        documents.add(document.toString());
        return documents;
    }

    static boolean isNodeDevice(String document) {
        return document.contains(NODE_DEVICE);
    }
}
