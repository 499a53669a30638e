package vgpuctl.cli.view;

import vgpuctl.cli.screen.Screen;
import vgpuctl.cli.screen.Text;
import vgpuctl.cli.screen.Tone;
import vgpuctl.core.upgrade.Rehearsal;
import vgpuctl.core.upgrade.UpgradeFinding;

/** What an upgrade would do to what is stored: losses first. */
final class RehearsalView {

    private RehearsalView() {}

    static String render(Rehearsal rehearsal, Screen screen) {
        var text = new StringBuilder();
        for (var finding : rehearsal.findings()) {
            if (finding.isLoss()) {
                text.append(finding(screen.paint(Tone.BAD, "lost: "), finding));
            }
        }
        for (var finding : rehearsal.findings()) {
            if (!finding.isLoss()) {
                text.append(finding("other:", finding));
            }
        }
        if (text.isEmpty()) {
            text.append("Of what is stored, the new driver has everything.\n");
        }
        rehearsal.untold().forEach(what -> text.append(Words.note("not known: " + what)));
        return text.toString();
    }

    private static String finding(String beginning, UpgradeFinding finding) {
        return beginning
                + " "
                + Text.visible(finding.reason())
                + "\n  do:  "
                + Text.visible(finding.wayOut())
                + "\n";
    }
}
