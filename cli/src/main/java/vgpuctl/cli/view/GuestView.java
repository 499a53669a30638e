package vgpuctl.cli.view;

import java.util.stream.Collectors;
import vgpuctl.cli.screen.Text;
import vgpuctl.core.catalogue.Branch;
import vgpuctl.core.guest.GuestReport;
import vgpuctl.core.guest.GuestReport.GuestVgpu;
import vgpuctl.core.guest.KitFile;
import vgpuctl.core.guest.KitWriter;
import vgpuctl.core.guest.Timeline;
import vgpuctl.core.inventory.DriverVgpu;
import vgpuctl.operations.Answer;

/** What a guest needs, what is seen of it, and its files. */
final class GuestView {

    private GuestView() {}

    static String render(Answer.Guest answer) {
        var report = answer.report();
        var text = new StringBuilder();
        text.append("host driver:   ").append(Words.of(report.hostDriver())).append("\n");
        text.append("guest drivers: ").append(branches(report)).append("\n");
        report.vgpus().forEach(vgpu -> text.append(vgpu(vgpu)));
        text.append(answer.written().map(GuestView::written).orElseGet(() -> shown(report)));
        report.notes().forEach(note -> text.append(Words.note(Text.visible(note))));
        return text.toString();
    }

    private static String branches(GuestReport report) {
        return report.branches().isEmpty()
                ? "not known for this host's driver"
                : "branch "
                        + report.branches().stream()
                                .map(Branch::toString)
                                .collect(Collectors.joining(" or "))
                        + ", none newer";
    }

    private static String vgpu(GuestVgpu guest) {
        var editions =
                guest.licence()
                        .map(licence -> "needs " + String.join(" or ", licence.editions()))
                        .orElse("what it needs is not known");
        return guest.vgpu().label()
                + " ("
                + guest.vgpu().typeToken()
                + "): "
                + editions
                + "\n"
                + guest.seen()
                        .map(seen -> seen(guest, seen))
                        .orElse("  its VM does not run, or the driver does not list it\n");
    }

    private static String seen(GuestVgpu guest, DriverVgpu.Guest seen) {
        var driver =
                seen.driver()
                        .map(version ->
                                "  driver "
                                        + Text.visible(version)
                                        + guest.match().map(match -> " " + match.words()).orElse("")
                                        + "\n")
                        .orElse("  no driver is loaded in the guest\n");
        var licence =
                seen.licence()
                        .map(state -> "  licence: " + state.words() + ": " + Timeline.words(state))
                        .orElse("  licence: the driver says something that is not known");
        var expiry = seen.expiry().map(day -> " (until " + Text.visible(day) + ")").orElse("");
        return driver + licence + expiry + "\n";
    }

    private static String written(KitWriter.Written written) {
        var text = new StringBuilder();
        written.files().forEach(file -> text.append("Wrote ").append(file).append("\n"));
        written.notes().forEach(note -> text.append(Words.note(note)));
        return text.toString();
    }

    private static String shown(GuestReport report) {
        var text = new StringBuilder();
        for (var file : report.kit().files()) {
            text.append("\n--- ").append(file.name()).append("\n");
            text.append(
                    file.kind() == KitFile.Kind.SECRET
                            ? "(has the token in it: not shown)\n"
                            : file.text());
        }
        return text + "\n";
    }
}
