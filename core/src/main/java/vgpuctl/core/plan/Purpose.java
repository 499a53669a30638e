package vgpuctl.core.plan;

/** What a tool is run for while a driver is installed or removed. */
public enum Purpose {
    STOP_SERVICES("stop the driver's services", "the modules in use cannot be unloaded"),
    UNLOAD_MODULES("unload the driver's modules", "another version cannot be loaded beside them"),
    PREREQUISITES("install", "the driver's modules are built on this host"),
    INSTALL("install the driver", "it is not on this host, or not all of it"),
    LOAD_MODULES("load the driver's modules", "the driver is installed and not loaded"),
    START_SERVICES(
            "start the driver's services, now and at each start of the host",
            "vGPUs need nvidia-vgpu-mgr running, and nvidia-vgpud to have run"),
    UNINSTALL("remove the driver", "you asked for it");

    private final String words;
    private final String why;

    Purpose(String words, String why) {
        this.words = words;
        this.why = why;
    }

    public String words() {
        return words;
    }

    public String why() {
        return why;
    }
}
