package vgpuctl.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import vgpuctl.core.plan.Affect;
import vgpuctl.linux.command.Commands;
import vgpuctl.linux.files.AttributeWriter;
import vgpuctl.linux.files.Disk;
import vgpuctl.linux.files.Errno;
import vgpuctl.linux.libvirt.Libvirt;
import vgpuctl.linux.libvirt.LibvirtException;
import vgpuctl.linux.libvirt.LibvirtFailure;

/** Ways out of which one fails once, in one way: the n-th change that goes this way. */
final class FailingOnce implements WaysOut {

    /** What can go wrong with one change of the host. */
    enum Fault {
        EIO,
        ENOSPC,
        EPERM,
        EBUSY,
        /** The kernel does not come back, and does nothing. */
        WRITE_BLOCKS,
        /** The kernel does it, and does not come back. */
        WRITE_DONE_WITHOUT_ANSWER,
        DISK_FULL,
        TOOL_FAILS,
        TOOL_HANGS,
        TOOL_DONE_WITHOUT_ANSWER,
        /** libvirt is restarted before it does it. */
        LIBVIRT_LOST,
        /** libvirt is restarted when it has done it. */
        LIBVIRT_LOST_AFTER;

        private Optional<AttributeWriter.Answer> answer() {
            return switch (this) {
                case EIO, ENOSPC, EPERM, EBUSY ->
                        Optional.of(new AttributeWriter.Answer.RefusedWith(Errno.valueOf(name())));
                case WRITE_BLOCKS, WRITE_DONE_WITHOUT_ANSWER ->
                        Optional.of(new AttributeWriter.Answer.None());
                default -> Optional.empty();
            };
        }
    }

    private final Fault fault;
    private int left;

    FailingOnce(Fault fault, int number) {
        this.fault = fault;
        this.left = number;
    }

    boolean happened() {
        return left <= 0;
    }

    private boolean isNow() {
        return --left == 0;
    }

    private interface Write {
        AttributeWriter.Answer now(String path, String value);
    }

    private AttributeWriter.Answer answer(Write write, String path, String value) {
        var answer = fault.answer();
        if (answer.isEmpty() || !isNow()) {
            return write.now(path, value);
        }
        if (fault == Fault.WRITE_DONE_WITHOUT_ANSWER) {
            var _ = write.now(path, value);
        }
        return answer.orElseThrow();
    }

    @Override
    public AttributeWriter attributes(AttributeWriter attributes) {
        return new AttributeWriter() {
            @Override
            public Answer write(String path, String value) {
                return answer(attributes::write, path, value);
            }

            @Override
            public Answer writeOrLeave(String path, String value) {
                return answer(attributes::writeOrLeave, path, value);
            }
        };
    }

    @Override
    public Disk disk(Disk disk) {
        return new ForwardingDisk(disk) {
            private void room(Path file) throws IOException {
                if (fault == Fault.DISK_FULL && isNow()) {
                    throw new FileSystemException(file.toString(), null, Errno.ENOSPC.text());
                }
            }

            @Override
            public void write(Path file, String text) throws IOException {
                room(file);
                super.write(file, text);
            }

            @Override
            public void append(Path file, String text) throws IOException {
                room(file);
                super.append(file, text);
            }

            @Override
            public void link(Path link, Path target) throws IOException {
                room(link);
                super.link(link, target);
            }
        };
    }

    @Override
    public Commands commands(Commands commands) {
        return (arguments, limit) -> {
            var isTool =
                    fault == Fault.TOOL_FAILS
                            || fault == Fault.TOOL_HANGS
                            || fault == Fault.TOOL_DONE_WITHOUT_ANSWER;
            if (!isTool || arguments.stream().noneMatch(Deadly.CHANGING::contains) || !isNow()) {
                return commands.run(arguments, limit);
            }
            if (fault == Fault.TOOL_FAILS) {
                return new Commands.Result.Ended(255, "", "Unknown Error\n");
            }
            if (fault == Fault.TOOL_DONE_WITHOUT_ANSWER) {
                var _ = commands.run(arguments, limit);
            }
            return new Commands.Result.Unfinished();
        };
    }

    @Override
    public Libvirt libvirt(Libvirt libvirt) {
        return new ForwardingLibvirt(libvirt) {
            private void call(Runnable change) {
                var isLost = fault == Fault.LIBVIRT_LOST || fault == Fault.LIBVIRT_LOST_AFTER;
                if (!isLost || !isNow()) {
                    change.run();
                    return;
                }
                if (fault == Fault.LIBVIRT_LOST_AFTER) {
                    change.run();
                }
                var cause = new LibvirtFailure.TimedOut("answer", Duration.ofSeconds(30), true);
                throw new LibvirtException(
                        new LibvirtFailure.ConnectionLost("qemu:///system", cause));
            }

            @Override
            public void attach(String nameOrUuid, String deviceXml, Set<Affect> affect) {
                call(() -> libvirt.attach(nameOrUuid, deviceXml, affect));
            }

            @Override
            public void detach(String nameOrUuid, String deviceXml, Set<Affect> affect) {
                call(() -> libvirt.detach(nameOrUuid, deviceXml, affect));
            }
        };
    }
}
