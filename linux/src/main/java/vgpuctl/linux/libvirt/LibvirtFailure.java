package vgpuctl.linux.libvirt;

import java.time.Duration;

/** The ways in which libvirt can fail us, each with its facts and the way out. */
public sealed interface LibvirtFailure {

    /** What failed and why; no full stop. */
    String reason();

    /** What a person can do about it; no full stop. */
    String wayOut();

    default LibvirtException thrown() {
        return new LibvirtException(this);
    }

    /** libvirt's client library is not on this host. */
    record LibraryMissing(String library) implements LibvirtFailure {
        @Override
        public String reason() {
            return library + " cannot be loaded, so VMs cannot be changed";
        }

        @Override
        public String wayOut() {
            return "install libvirt's client library: package libvirt0 on Debian and Ubuntu,"
                    + " libvirt-libs on RHEL and Fedora";
        }
    }

    /** The library is there and older than one of its functions. */
    record FunctionMissing(String library, String function) implements LibvirtFailure {
        @Override
        public String reason() {
            return library + " has no " + function;
        }

        @Override
        public String wayOut() {
            return "install a newer libvirt";
        }
    }

    /** Nobody answers at the address. */
    record DaemonNotRunning(String uri, LibvirtError error) implements LibvirtFailure {
        @Override
        public String reason() {
            return "no libvirt daemon answers at " + uri + ": " + error.message();
        }

        @Override
        public String wayOut() {
            return "start it: systemctl start libvirtd.socket, or virtqemud.socket where libvirt"
                    + " has a daemon for each driver";
        }
    }

    /** libvirt is there and does not let this user in, or not do this. */
    record NotPermitted(String action, LibvirtError error) implements LibvirtFailure {
        @Override
        public String reason() {
            return "libvirt does not permit this user to " + action + ": " + error.message();
        }

        @Override
        public String wayOut() {
            return "run as root or as a member of the group libvirt";
        }
    }

    /** Connecting failed otherwise. */
    record CannotConnect(String uri, LibvirtError error) implements LibvirtFailure {
        @Override
        public String reason() {
            return "no connection to libvirt at " + uri + ": " + error.message();
        }

        @Override
        public String wayOut() {
            return "see whether the daemon answers: virsh --connect " + uri + " list";
        }
    }

    /**
     * The connection broke during a call: the daemon was stopped or restarted. What was asked for
     * may have been done.
     */
    record ConnectionLost(String uri, LibvirtFailure cause) implements LibvirtFailure {
        @Override
        public String reason() {
            return "the connection to libvirt at " + uri + " broke: " + cause.reason();
        }

        @Override
        public String wayOut() {
            return "look again before repeating it: vgpuctl list";
        }
    }

    /** No domain has this name or UUID. */
    record NoSuchDomain(String nameOrUuid) implements LibvirtFailure {
        @Override
        public String reason() {
            return "libvirt has no VM with the name or UUID " + nameOrUuid;
        }

        @Override
        public String wayOut() {
            return "see those there are: virsh list --all";
        }
    }

    /** This libvirt, or its driver for these domains, cannot do this at all. */
    record NotSupported(String action, LibvirtError error) implements LibvirtFailure {
        @Override
        public String reason() {
            return "this libvirt cannot " + action + ": " + error.message();
        }

        @Override
        public String wayOut() {
            return "use a libvirt with its QEMU driver";
        }
    }

    /** libvirt tried and failed, or refused. */
    record OperationFailed(String action, LibvirtError error) implements LibvirtFailure {
        @Override
        public String reason() {
            return "libvirt could not " + action + ": " + error.message();
        }

        @Override
        public String wayOut() {
            return "see the VM's own log below /var/log/libvirt/qemu";
        }
    }

    /**
     * No answer in time.
     *
     * @param mayStillHappen false: nothing was changed and nothing will be
     */
    record TimedOut(String action, Duration limit, boolean mayStillHappen)
            implements LibvirtFailure {
        @Override
        public String reason() {
            return "libvirt did not " + action + " within " + limit.toMillis() + " ms";
        }

        @Override
        public String wayOut() {
            return (mayStillHappen
                            ? "it may still do it: look again before repeating it"
                            : "nothing was changed")
                    + "; see whether the daemon answers: virsh list";
        }
    }
}
