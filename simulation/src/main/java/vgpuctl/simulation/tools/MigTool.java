package vgpuctl.simulation.tools;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import vgpuctl.core.mig.GpuInstance;
import vgpuctl.core.mig.MigCard;
import vgpuctl.core.mig.MigProfile;
import vgpuctl.simulation.driver.Card;
import vgpuctl.simulation.driver.DriverState;
import vgpuctl.simulation.driver.Instance;

/** {@code nvidia-smi mig}: GPU instances, listed, created and destroyed. */
record MigTool(DriverState state, Card card) {

    private static final String IN_USE = "In use by another client";

    Optional<Reply> answer(Arguments arguments) {
        if (arguments.are("mig", "-i", "-lgi")) {
            return Optional.of(onMigCard(this::list));
        }
        if (arguments.are("mig", "-i", "-cgi") || arguments.are("mig", "-i", "-cgi", "-C")) {
            var wishes = List.of(arguments.value("-cgi").split(",", -1));
            var withCompute = arguments.values().containsKey("-C");
            return Optional.of(onMigCard(mig -> create(mig, wishes, withCompute)));
        }
        if (arguments.are("mig", "-i", "-dci", "-gi")) {
            return Optional.of(onMigCard(_ -> destroyCompute(arguments.value("-gi"))));
        }
        if (arguments.are("mig", "-i", "-lci", "-gi")) {
            return Optional.of(onMigCard(_ -> listCompute(arguments.value("-gi"))));
        }
        if (arguments.are("mig", "-i", "-cci", "-gi")) {
            return Optional.of(onMigCard(_ -> createCompute(arguments.value("-gi"))));
        }
        if (arguments.are("mig", "-i", "-dgi", "-gi")) {
            return Optional.of(onMigCard(_ -> destroy(arguments.value("-gi"))));
        }
        return Optional.empty();
    }

    private Reply onMigCard(Function<MigCard, Reply> answer) {
        return card.board()
                .mig()
                .map(answer)
                .orElseGet(() -> said(Reply.NOT_SUPPORTED, "No MIG-supported devices found.\n"));
    }

    private Reply said(int status, String output) {
        return Reply.said(state, status, output);
    }

    private Reply list(MigCard mig) {
        return card.instances().isEmpty()
                ? said(Reply.NOT_FOUND, "No GPU instances found: Not Found\n")
                : said(Reply.DONE, new InstanceTable(mig, index()).print(card.instances()));
    }

    private int index() {
        return state.cards().indexOf(card);
    }

    /** Creates what it can, one after the other, as the tool does: the first that fails ends it. */
    private Reply create(MigCard mig, List<String> wishes, boolean withCompute) {
        var now = card;
        var output = new StringBuilder();
        for (var wish : wishes) {
            var profile = profile(mig, wish);
            if (profile.isEmpty()) {
                return new Reply(
                        Reply.INVALID_ARGUMENT,
                        output + "Unknown GPU instance profile: " + wish + "\n",
                        state.with(now));
            }
            var place = place(now, mig, profile.get(), wish);
            if (place.isEmpty()) {
                return notCreated(now, output, ProfileNumbers.of(mig, profile.get()));
            }
            var instance = Instance.at(place.get(), mig.positions(), withCompute);
            now = now.with(instance);
            output.append(created(mig, instance));
        }
        return Reply.changed(state, now, output.toString());
    }

    private Reply notCreated(Card now, StringBuilder output, int profile) {
        var why = card.mig().current() ? "Insufficient Resources" : "Not Supported";
        output.append("Unable to create a GPU instance on GPU ")
                .append(padded(index()))
                .append(" using profile ")
                .append(profile)
                .append(": " + why + "\n")
                .append("Failed to create GPU instances: " + why + "\n");
        var status = card.mig().current() ? Reply.IN_USE : Reply.NOT_SUPPORTED;
        return new Reply(status, output.toString(), state.with(now));
    }

    /** What stands before the colon: a name, or the tool's number. */
    private static Optional<MigProfile> profile(MigCard mig, String wish) {
        var name = wish.split(":", -1)[0];
        return mig.profile(name)
                .or(() ->
                        mig.profiles().stream()
                                .filter(p -> name.equals("" + ProfileNumbers.of(mig, p)))
                                .findFirst());
    }

    /** The place behind the colon, or the first one that is free. */
    private static Optional<GpuInstance> place(
            Card now, MigCard mig, MigProfile profile, String wish) {
        if (!now.mig().current()) {
            return Optional.empty();
        }
        var colon = wish.indexOf(':');
        return now.geometry(mig).creatable(profile).stream()
                .filter(start -> colon < 0 || wish.substring(colon + 1).equals("" + start))
                .findFirst()
                .map(start -> new GpuInstance(profile, start));
    }

    private String created(MigCard mig, Instance instance) {
        var profile = instance.place().profile();
        var text =
                "Successfully created GPU instance ID "
                        + padded(instance.id())
                        + " on GPU "
                        + padded(index())
                        + " using profile MIG "
                        + profile
                        + " (ID "
                        + padded(ProfileNumbers.of(mig, profile))
                        + ")\n";
        return instance.hasComputeInstance() ? text + createdCompute(instance) : text;
    }

    private String createdCompute(Instance instance) {
        var profile = instance.place().profile();
        return "Successfully created compute instance ID  0 on "
                + gpuInstance(instance.id())
                + " using profile MIG "
                + profile
                + " (ID "
                + padded(ProfileNumbers.ofWholeComputeInstance(profile))
                + ")\n";
    }

    private Reply listCompute(String id) {
        return instance(id)
                .filter(Instance::hasComputeInstance)
                .map(found -> said(Reply.DONE, new ComputeInstanceTable(index()).print(found)))
                .orElseGet(this::noCompute);
    }

    private Reply noCompute() {
        return said(Reply.NOT_FOUND, "No compute instances found: Not Found\n");
    }

    /** Without a profile: the one that takes the whole GPU instance. */
    private Reply createCompute(String id) {
        var found = instance(id);
        if (found.isEmpty()) {
            return said(Reply.NOT_FOUND, "No GPU instances found: Not Found\n");
        }
        if (found.get().hasComputeInstance()) {
            return said(
                    Reply.IN_USE,
                    "Unable to create a compute instance on "
                            + gpuInstance(found.get().id())
                            + " using profile "
                            + ProfileNumbers.ofWholeComputeInstance(found.get().place().profile())
                            + ": Insufficient Resources\n");
        }
        var instance = found.get().withComputeInstance(true);
        return Reply.changed(state, card.with(instance), createdCompute(instance));
    }

    private Reply destroyCompute(String id) {
        var found = instance(id).filter(Instance::hasComputeInstance);
        if (found.isEmpty()) {
            return noCompute();
        }
        var instance = found.get();
        var from = " compute instance ID  0 from " + gpuInstance(instance.id());
        if (card.isUsed(instance)) {
            return said(Reply.IN_USE, "Unable to destroy" + from + ": " + IN_USE + "\n");
        }
        return Reply.changed(
                state,
                card.with(instance.withComputeInstance(false)),
                "Successfully destroyed" + from + "\n");
    }

    private Reply destroy(String id) {
        var found = instance(id);
        if (found.isEmpty()) {
            return said(Reply.NOT_FOUND, "No GPU instances found: Not Found\n");
        }
        var instance = found.get();
        var from = " GPU instance ID " + padded(instance.id()) + " from GPU " + padded(index());
        if (card.isUsed(instance) || instance.hasComputeInstance()) {
            return said(Reply.IN_USE, "Unable to destroy" + from + ": " + IN_USE + "\n");
        }
        return Reply.changed(state, card.without(instance), "Successfully destroyed" + from + "\n");
    }

    private Optional<Instance> instance(String id) {
        return card.instances().stream()
                .filter(instance -> id.equals("" + instance.id()))
                .findFirst();
    }

    private String gpuInstance(int id) {
        return "GPU " + padded(index()) + " GPU instance ID " + padded(id);
    }

    private static String padded(int number) {
        return number < 10 ? " " + number : "" + number;
    }
}
