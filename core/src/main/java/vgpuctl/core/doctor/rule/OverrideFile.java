package vgpuctl.core.doctor.rule;

import java.util.regex.Pattern;
import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/** Reads the headings of a shim's override file, which does not say when it knows one not. */
final class OverrideFile extends Signature {

    /** The name under which the file is collected. */
    private static final String NAME = "profile_override.toml";

    private static final Pattern HEADING =
            Pattern.compile(
                    "\\s*\\[(?:profile\\.nvidia-\\d+|vm\\.\\d+|mdev\\.[0-9a-fA-F-]{36})]"
                            + "\\s*(?:#.*)?");

    OverrideFile() {
        super(
                Description.warning(
                                "override-file",
                                Layer.DRIVER,
                                "An override of the shim has no effect")
                        .because(
                                "The heading in profile_override.toml is none that the shim knows,"
                                        + " and it passes over what it does not know.")
                        .fix(
                                "Write [profile.nvidia-N] for a type, [vm.N] for a VM of Proxmox or"
                                        + " [mdev.UUID] for one vGPU."),
                "[profile",
                "[mdev.0",
                "[profiles",
                "[vgpu.n");
    }

    @Override
    protected boolean says(Line line) {
        return line.source().name().endsWith(NAME)
                && line.text().strip().startsWith("[")
                && !HEADING.matcher(line.text()).matches();
    }

    @Override
    protected String about(Line line, Context context) {
        return line.text().strip();
    }
}
