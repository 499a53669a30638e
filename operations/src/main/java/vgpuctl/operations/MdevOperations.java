package vgpuctl.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.host.Host;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.TypeOffer;
import vgpuctl.core.mdev.Found;
import vgpuctl.core.mdev.MdevDevice;
import vgpuctl.core.mdev.MdevDevices;
import vgpuctl.core.mdev.MdevFilter;
import vgpuctl.core.mdev.MdevParent;
import vgpuctl.core.mdev.MdevWish;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;

/** Answers what is asked in mdevctl's terms. */
final class MdevOperations {

    private final Operations operations;
    private final Host host;
    private final MdevScripts scripts;

    MdevOperations(Operations operations, Host host, MdevScripts scripts) {
        this.operations = operations;
        this.host = host;
        this.scripts = scripts;
    }

    /** Devices; what scripts know of the active ones' attributes belongs to them. */
    Answer.Mdevs list(Request.ListMdevs request) {
        var now = operations.look();
        var devices =
                request.defined()
                        ? MdevDevices.defined(now, request.filter())
                        : withAttributes(now, request.filter());
        return new Answer.Mdevs(request, devices, MdevDevices.unreadable(now));
    }

    private List<MdevDevice> withAttributes(HostSnapshot now, MdevFilter filter) {
        var devices = new ArrayList<MdevDevice>();
        for (var device : MdevDevices.active(now, filter)) {
            devices.add(
                    attributes(device)
                            .attributes()
                            .map(found -> device.with(device.config().with(found)))
                            .orElse(device));
        }
        return devices;
    }

    /** A script that fails costs the attributes, not the device. */
    private Found attributes(MdevDevice device) {
        try {
            return new Found(scripts.attributes(device));
        } catch (ProblemException _) {
            return Found.NOTHING;
        }
    }

    Answer.MdevTypes types(MdevFilter filter) {
        var parents = new ArrayList<Answer.MdevTypes.Parent>();
        for (var parent : MdevParent.of(operations.look(), filter)) {
            var types = new ArrayList<Answer.MdevTypes.Type>();
            for (var offer : parent.offers()) {
                types.add(type(parent, offer));
            }
            parents.add(new Answer.MdevTypes.Parent(parent.name(), types));
        }
        return new Answer.MdevTypes(parents);
    }

    /** A vGPU that is a virtual function is given to a VM as any such device is. */
    private Answer.MdevTypes.Type type(MdevParent parent, TypeOffer offer) {
        var id = offer.type().id().orElseThrow();
        return new Answer.MdevTypes.Type(
                offer, host.deviceApi(parent.name(), id).orElse("vfio-pci"));
    }

    /** Makes a change; of an active device that is defined, the scripts are asked first. */
    Answer.Changed change(Request.Mdev request, String words) {
        if (request.wish() instanceof MdevWish.Define define && define.kind().json().isEmpty()) {
            return operations.change(request.with(completed(define)), words);
        }
        return operations.change(request, words);
    }

    private MdevWish.Define completed(MdevWish.Define wish) {
        var active =
                MdevDevices.active(
                        operations.look(), new MdevFilter(Optional.of(wish.uuid()), wish.parent()));
        return active.isEmpty()
                ? wish
                : new MdevWish.Define(
                        wish.uuid(),
                        wish.parent(),
                        wish.kind(),
                        wish.autostart(),
                        new Found(scripts.attributes(active.getFirst())));
    }

    /** Starts what is to be started with a parent. One that fails costs itself only. */
    Answer.Restored autostart(String parent, String words) {
        var filter = new MdevFilter(Optional.empty(), Optional.of(parent));
        var now = operations.look();
        var done = new ArrayList<String>();
        var failed = new ArrayList<Problem>();
        for (var device : MdevDevices.defined(now, filter)) {
            if (device.config().autostart() && !device.active()) {
                var wish =
                        new MdevWish.Start(
                                device.uuid(),
                                Optional.of(device.parent().text()),
                                new MdevWish.Kind(Optional.empty(), Optional.empty()));
                try {
                    change(new Request.Mdev(wish, false, false), words);
                    done.add(device.uuid() + " is active");
                } catch (ProblemException e) {
                    failed.add(e.problem());
                }
            }
        }
        failed.addAll(unreadable(now, filter));
        return new Answer.Restored(done, failed);
    }

    /** It may have been one to start. */
    private static List<Problem> unreadable(HostSnapshot now, MdevFilter filter) {
        var problems = new ArrayList<Problem>();
        for (var file : now.definitions()) {
            if (filter.parent().equals(Optional.of(file.parent().text()))
                    && MdevDevices.config(file) instanceof Reading.Unknown<?>(var why)) {
                problems.add(
                        new Problem.HostNotReady(
                                "a definition could not be read: " + why,
                                "mend or delete that file"));
            }
        }
        return problems;
    }
}
