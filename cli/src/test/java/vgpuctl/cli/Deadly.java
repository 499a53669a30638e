package vgpuctl.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import vgpuctl.core.plan.Affect;
import vgpuctl.linux.command.Commands;
import vgpuctl.linux.files.AttributeWriter;
import vgpuctl.linux.files.Disk;
import vgpuctl.linux.libvirt.Libvirt;

/**
 * vgpuctl that is killed at the n-th moment of its change: {@code Deadly n WORD…}.
 *
 * <p>A moment lies before each call that changes the host, which is also the moment after the call
 * before, and in the middle of each text that is written.
 */
final class Deadly implements WaysOut {

    private int momentsLeft;

    private Deadly(int moment) {
        this.momentsLeft = moment;
    }

    public static void main(String[] arguments) {
        var words = List.of(arguments).subList(1, arguments.length);
        var deadly = new Deadly(Integer.parseInt(arguments[0]));
        System.exit(new Main(words, System.getenv(), System.out, System.err, deadly).run());
    }

    /** The daemon's own tally of use is no part of a change. */
    private void moment(Path file) {
        if (!file.toString().contains("/var/lib/vgpuctl/usage")) {
            moment();
        }
    }

    private void moment() {
        momentsLeft--;
        if (momentsLeft > 0) {
            return;
        }
        try {
            var self = Long.toString(ProcessHandle.current().pid());
            new ProcessBuilder("kill", "-9", self).inheritIO().start();
            Thread.sleep(60_000);
            throw new IllegalStateException("still alive");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String firstHalf(String text) {
        return text.substring(0, text.length() / 2);
    }

    @Override
    public Disk disk(Disk disk) {
        return new Disk() {
            @Override
            public void createDirectories(Path directory) throws IOException {
                moment(directory);
                disk.createDirectories(directory);
            }

            @Override
            public void write(Path file, String text) throws IOException {
                moment(file);
                disk.write(file, firstHalf(text));
                moment(file);
                disk.write(file, text);
            }

            @Override
            public void append(Path file, String text) throws IOException {
                moment(file);
                disk.append(file, firstHalf(text));
                moment(file);
                disk.append(file, text.substring(text.length() / 2));
            }

            @Override
            public void move(Path from, Path to) throws IOException {
                moment(from);
                disk.move(from, to);
            }

            @Override
            public void link(Path link, Path target) throws IOException {
                moment(link);
                disk.link(link, target);
            }

            @Override
            public void delete(Path file) throws IOException {
                moment(file);
                disk.delete(file);
            }
        };
    }

    @Override
    public AttributeWriter attributes(AttributeWriter attributes) {
        return new AttributeWriter() {
            @Override
            public Answer write(String path, String value) {
                moment();
                return attributes.write(path, value);
            }

            @Override
            public Answer writeOrLeave(String path, String value) {
                moment();
                return attributes.writeOrLeave(path, value);
            }
        };
    }

    /** The words of tools that change something; all others only look. */
    static final Set<String> CHANGING =
            Set.of("-e", "-d", "-mig", "-shm", "-cgi", "-dci", "-dgi", "set-scheduler-state");

    @Override
    public Commands commands(Commands commands) {
        return (arguments, limit) -> {
            if (arguments.stream().anyMatch(CHANGING::contains)) {
                moment();
            }
            return commands.run(arguments, limit);
        };
    }

    /** Changes the two faces of a domain one after the other, as a libvirt that is killed, too. */
    @Override
    public Libvirt libvirt(Libvirt libvirt) {
        return new ForwardingLibvirt(libvirt) {
            @Override
            public void attach(String nameOrUuid, String deviceXml, Set<Affect> affect) {
                for (var face : affect) {
                    moment();
                    libvirt.attach(nameOrUuid, deviceXml, EnumSet.of(face));
                }
            }

            @Override
            public void detach(String nameOrUuid, String deviceXml, Set<Affect> affect) {
                for (var face : affect) {
                    moment();
                    libvirt.detach(nameOrUuid, deviceXml, EnumSet.of(face));
                }
            }
        };
    }
}
