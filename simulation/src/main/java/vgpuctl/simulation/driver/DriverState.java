package vgpuctl.simulation.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vgpuctl.simulation.driver.Vgpu.Mdev;

/**
 * All that the simulated driver knows.
 *
 * @param cards in the order of their addresses
 */
public record DriverState(List<Card> cards) {

    /** The first IOMMU group of a vGPU on the captured host. */
    private static final int FIRST_GROUP = 123;

    public DriverState with(Card card) {
        return new DriverState(
                cards.stream()
                        .map(other -> other.address().equals(card.address()) ? card : other)
                        .toList());
    }

    /** What a restart of the host leaves. */
    public DriverState afterReboot() {
        return new DriverState(cards.stream().map(Card::afterReboot).toList());
    }

    public Optional<Card> card(String address) {
        return cards.stream().filter(card -> card.address().equals(address)).findFirst();
    }

    /** The card that this function belongs to, where vGPUs are made on it. */
    public Optional<Card> cardOf(String function) {
        return cards.stream().filter(card -> card.parents().contains(function)).findFirst();
    }

    /** The card with this vGPU, by its UUID or by its function's address. */
    public Optional<Card> cardWith(String vgpu) {
        return cards.stream().filter(card -> card.vgpu(vgpu).isPresent()).findFirst();
    }

    /** The lowest IOMMU group that no mediated device has. */
    public int freeGroup() {
        var taken = new ArrayList<Integer>();
        for (var card : cards) {
            card.vgpus().forEach(vgpu -> vgpu.mdev().map(Mdev::iommuGroup).ifPresent(taken::add));
        }
        var group = FIRST_GROUP;
        while (taken.contains(group)) {
            group++;
        }
        return group;
    }
}
