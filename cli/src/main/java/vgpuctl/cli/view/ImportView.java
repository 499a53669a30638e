package vgpuctl.cli.view;

import vgpuctl.cli.screen.Text;
import vgpuctl.core.json.YamlWriter;
import vgpuctl.core.layout.LayoutJson;
import vgpuctl.operations.Answer;

/** What another program keeps, as a layout file. */
public final class ImportView {

    private ImportView() {}

    static String layout(Answer.Imported answer) {
        return YamlWriter.write(LayoutJson.of(answer.layout())) + "\n";
    }

    /** Beside the layout, which is a file for others to read. */
    public static String notes(Answer.Imported answer) {
        var text = new StringBuilder();
        answer.notes().forEach(note -> text.append(Words.note(Text.visible(note))));
        return text.toString();
    }
}
