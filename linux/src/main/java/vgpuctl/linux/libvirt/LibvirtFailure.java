package vgpuctl.linux.libvirt;

import java.time.Duration;

/** The ways in which libvirt can fail us, each with its facts and the way out. */
public sealed interface LibvirtFailure {

    /** For a person: what failed, why, what to do. */
    String explanation();

    default LibvirtException thrown() {
        return new LibvirtException(this);
    }

    /** libvirt's client library is not on this host. */
    record LibraryMissing(String library) implements LibvirtFailure {
        @Override
        public String explanation() {
            return library
                    + " cannot be loaded, so the VMs of this host cannot be seen or changed;"
                    + " install libvirt's client library"
                    + " (package libvirt0 on Debian and Ubuntu, libvirt-libs on RHEL and Fedora)";
        }
    }

    /** The library is there and older than one of its functions. */
    record FunctionMissing(String library, String function) implements LibvirtFailure {
        @Override
        public String explanation() {
            return library + " has no " + function + ": this needs a newer libvirt";
        }
    }

    /** Nobody answers at the address. */
    record DaemonNotRunning(String uri, LibvirtError error) implements LibvirtFailure {
        @Override
        public String explanation() {
            return "no libvirt daemon answers at "
                    + uri
                    + ": "
                    + error.message()
                    + "; start it with «systemctl start libvirtd.socket», or virtqemud.socket"
                    + " where libvirt has a daemon for each driver";
        }
    }

    /** libvirt is there and does not let this user in, or not do this. */
    record NotPermitted(String action, LibvirtError error) implements LibvirtFailure {
        @Override
        public String explanation() {
            return "libvirt does not permit this user to "
                    + action
                    + ": "
                    + error.message()
                    + "; run as root or as a member of the group libvirt";
        }
    }

    /** Connecting failed otherwise. */
    record CannotConnect(String uri, LibvirtError error) implements LibvirtFailure {
        @Override
        public String explanation() {
            return "no connection to libvirt at " + uri + ": " + error.message();
        }
    }

    /**
     * The connection broke during a call: the daemon was stopped or restarted. What was asked for
     * may have been done.
     */
    record ConnectionLost(String uri, LibvirtFailure cause) implements LibvirtFailure {
        @Override
        public String explanation() {
            return "the connection to libvirt at "
                    + uri
                    + " broke: "
                    + cause.explanation()
                    + "; look again before repeating it";
        }
    }

    /** No domain has this name or UUID. */
    record NoSuchDomain(String nameOrUuid) implements LibvirtFailure {
        @Override
        public String explanation() {
            return "libvirt has no VM with the name or UUID "
                    + nameOrUuid
                    + "; «virsh list --all» shows those there are";
        }
    }

    /** This libvirt, or its driver for these domains, cannot do this at all. */
    record NotSupported(String action, LibvirtError error) implements LibvirtFailure {
        @Override
        public String explanation() {
            return "this libvirt cannot " + action + ": " + error.message();
        }
    }

    /** libvirt tried and failed, or refused. */
    record OperationFailed(String action, LibvirtError error) implements LibvirtFailure {
        @Override
        public String explanation() {
            return "libvirt could not " + action + ": " + error.message();
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
        public String explanation() {
            return "libvirt did not "
                    + action
                    + " within "
                    + limit.toMillis()
                    + " ms"
                    + (mayStillHappen
                            ? "; it may still do it: look again before repeating it"
                            : "; nothing was changed")
                    + "; «virsh list» shows whether the libvirt daemon answers";
        }
    }
}
