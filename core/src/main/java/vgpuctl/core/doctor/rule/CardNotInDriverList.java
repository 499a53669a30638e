package vgpuctl.core.doctor.rule;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;
import vgpuctl.core.doctor.Subject;

/** The driver does not know this card as one that has vGPUs. */
final class CardNotInDriverList extends Signature {

    private static final Pattern IDS =
            Pattern.compile("Id: (\\w+):(\\w+):(\\w+):(\\w+) DevID: 0x(\\w+) / 0x(\\w+)");

    CardNotInDriverList() {
        super(
                Description.error(
                                "card-not-in-driver-list",
                                Layer.DRIVER,
                                "The driver does not know this card as one that has" + " vGPUs")
                        .because(
                                "nvidia-vgpud looks every GPU up, by its device and"
                                        + " subsystem ids, in the list of cards that came with"
                                        + " the driver. This card is not in it: it was never"
                                        + " certified for vGPUs, or this driver branch has"
                                        + " dropped it or does not have it yet.")
                        .fix(
                                "Use a driver branch whose list has the card, or"
                                        + " another card. Starting the service again changes"
                                        + " nothing. 'vgpuctl gpus' shows what each card of this"
                                        + " host offers.")
                        .command("vgpuctl gpus"),
                "GPU not supported by vGPU at PCI Id: ");
    }

    @Override
    protected String about(Line line, Context context) {
        var ids = IDS.matcher(line.text());
        return ids.find()
                ? address(ids) + " (" + ids.group(5) + ":" + ids.group(6) + ")"
                : Subject.device(line);
    }

    /** The service writes an address as {@code 0:82:0:0}, in hexadecimal digits. */
    private static String address(Matcher ids) {
        return padded(ids.group(1), 4)
                + ":"
                + padded(ids.group(2), 2)
                + ":"
                + padded(ids.group(3), 2)
                + "."
                + ids.group(4);
    }

    private static String padded(String digits, int length) {
        return "0".repeat(Math.max(0, length - digits.length())) + digits;
    }

    @Override
    protected List<String> settledBy() {
        return List.of("nvidia-vgpud.service: Deactivated successfully");
    }
}
