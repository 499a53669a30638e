package vgpuctl.simulation.sysfs;

import java.util.HexFormat;

/**
 * Where the cards of a simulated host lie: below a root port each, their IOMMU groups in a row. The
 * first is where the captured host has its card.
 *
 * @param index of the card on its host
 */
public record CardPlace(int index) {

    private static final int FIRST_BUS = 0x82;
    private static final int FIRST_GROUP = 80;
    private static final int FIRST_PORT = 2;
    private static final int PORTS_OF_A_FUNCTION = 30;

    /** Behind those that mediated devices get. */
    private static final int FIRST_GROUP_OF_VIRTUAL_FUNCTIONS = 1000;

    private static final int MOST_VIRTUAL_FUNCTIONS = 64;

    /** Of its physical function: {@code 0000:82:00.0}. */
    public String address() {
        return "0000:" + HexFormat.of().toHexDigits((byte) (FIRST_BUS + index)) + ":00.0";
    }

    /** Below {@code /sys}. */
    String port() {
        var device = (byte) (FIRST_PORT + index % PORTS_OF_A_FUNCTION);
        return "devices/pci0000:80/0000:80:"
                + HexFormat.of().toHexDigits(device)
                + "."
                + index / PORTS_OF_A_FUNCTION;
    }

    int group() {
        return FIRST_GROUP + index;
    }

    int groupOfVirtualFunction(int number) {
        return FIRST_GROUP_OF_VIRTUAL_FUNCTIONS + index * MOST_VIRTUAL_FUNCTIONS + number;
    }
}
