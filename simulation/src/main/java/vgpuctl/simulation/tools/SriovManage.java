package vgpuctl.simulation.tools;

import java.util.List;
import vgpuctl.simulation.driver.DriverState;

/** NVIDIA's {@code sriov-manage}, which enables and disables the virtual functions of a GPU. */
public record SriovManage(DriverState state) {

    private static final int FAILED = 1;

    /**
     * Its answer.
     *
     * @param arguments {@code -e} or {@code -d}, and the address of a GPU
     */
    public Reply answer(List<String> arguments) {
        var isKnown = arguments.size() == 2 && List.of("-e", "-d").contains(arguments.getFirst());
        if (!isKnown) {
            return Reply.said(state, FAILED, "Usage: sriov-manage <-e|-d> <ssss:bb:dd.f>\n");
        }
        return state.card(arguments.getLast())
                .filter(card -> card.board().hasVirtualFunctions())
                .map(card -> answer(arguments.getFirst().equals("-e"), card.address()))
                .orElseGet(() ->
                        Reply.said(
                                state,
                                FAILED,
                                arguments.getLast() + " is not an NVIDIA GPU with SR-IOV\n"));
    }

    private Reply answer(boolean enable, String address) {
        var card = state.card(address).orElseThrow();
        var doing = enable ? "Enabling" : "Disabling";
        if (!card.vgpus().isEmpty()) {
            return Reply.said(
                    state,
                    FAILED,
                    doing + " VFs on " + address + " failed: vGPUs exist on this GPU\n");
        }
        var count = enable ? card.board().totalVirtualFunctions() : 0;
        return Reply.changed(
                state, card.withVirtualFunctions(count), doing + " VFs on " + address + "\n");
    }
}
