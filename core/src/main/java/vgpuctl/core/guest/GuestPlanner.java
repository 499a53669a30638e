package vgpuctl.core.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.catalogue.Branch;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.guest.GuestReport.GuestVgpu;
import vgpuctl.core.inventory.DriverVgpu;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.plan.Select;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.type.Series;
import vgpuctl.core.type.TypeName;
import vgpuctl.core.type.VgpuType;

/** Works out what a guest needs. */
public final class GuestPlanner {

    /** Of servers of the older kind. */
    private static final int USUAL_PORT = 7070;

    private static final int LAST_PORT = 65_535;

    private final Catalogue catalogue = Catalogue.ofProject();
    private final HostSnapshot host;
    private final GuestSight sight;
    private final Optional<Branch> branch;

    private GuestPlanner(HostSnapshot host, GuestSight sight) {
        this.host = host;
        this.sight = sight;
        this.branch =
                sight.hostDriver()
                        .map(version -> catalogue.branches().ofDriver(version))
                        .orElse(Optional.empty());
    }

    /**
     * What the guest of a VM needs.
     *
     * @param token the text of the token where one was given
     */
    public static GuestReport report(
            HostSnapshot host, GuestSight sight, GuestWish wish, Optional<String> token) {
        return new GuestPlanner(host, sight).report(wish, token);
    }

    private GuestReport report(GuestWish wish, Optional<String> token) {
        var domain = Select.domain(host, wish.vm());
        var vgpus = host.vgpus().stream().filter(vgpu -> domain.has(vgpu.device())).toList();
        if (vgpus.isEmpty()) {
            throw new Problem.Conflict(
                            "the VM " + domain.name() + " has no vGPU",
                            "give it one: vgpuctl create TYPE --vm " + domain.name())
                    .thrown();
        }
        var notes = new ArrayList<String>();
        sight.vgpus().ifKnownOrElse(_ -> {}, why -> notes.add("its guest was not seen: " + why));
        notes.add(
                "a driver of an older long-term branch may go with a later long-term one, too: see"
                        + " the release notes");
        return new GuestReport(
                domain.name(),
                sight.hostDriver(),
                branches(),
                vgpus.stream().map(vgpu -> guestVgpu(domain.name(), vgpu)).toList(),
                new Kit(feature(vgpus), source(wish, token)),
                notes);
    }

    private List<Branch> branches() {
        var all = new ArrayList<Branch>(branch.stream().toList());
        branch.flatMap(catalogue.branches()::before).ifPresent(all::add);
        return all;
    }

    private GuestVgpu guestVgpu(String vm, Vgpu vgpu) {
        var seen = seen(vm, vgpu).map(DriverVgpu::guest);
        return new GuestVgpu(
                vgpu,
                type(vgpu)
                        .flatMap(
                                type -> branch.flatMap(b -> catalogue.licenceOf(type, b.number()))),
                seen,
                seen.flatMap(DriverVgpu.Guest::driver).flatMap(this::match));
    }

    private Optional<Match> match(String guestDriver) {
        return sight.hostDriver()
                .map(driver -> Optional.of(Match.of(catalogue.branches(), driver, guestDriver)))
                .orElse(Optional.empty());
    }

    /** A function does not say which vGPU it is to the driver: then its VM's name does. */
    private Optional<DriverVgpu> seen(String vm, Vgpu vgpu) {
        return sight.vgpus().orElse(List.of()).stream()
                .filter(each ->
                        each.mdev()
                                .map(vgpu.uuid()::equals)
                                .orElseGet(() -> each.vmName().equals(Optional.of(vm))))
                .findFirst();
    }

    private static Optional<TypeName> type(Vgpu vgpu) {
        return vgpu.resolved().map(VgpuType::name).or(() -> vgpu.record().map(VgpuRecord::type));
    }

    /** Several vGPUs of one VM are of one series. */
    private static Feature feature(List<Vgpu> vgpus) {
        return vgpus.stream()
                .map(GuestPlanner::type)
                .flatMap(Optional::stream)
                .map(TypeName::series)
                .flatMap(Optional<Series>::stream)
                .findFirst()
                .map(Feature::of)
                .orElse(Feature.VGPU);
    }

    private LicenceSource source(GuestWish wish, Optional<String> token) {
        if (wish.server().isEmpty()) {
            return token.<LicenceSource>map(LicenceSource.Token::new)
                    .orElseGet(LicenceSource.TokenToCome::new);
        }
        if (token.isPresent()) {
            throw new Problem.BadInput(
                            "--token and --server are two answers to one question",
                            "leave one of them out")
                    .thrown();
        }
        refuseServer();
        return server(wish.server().get());
    }

    private void refuseServer() {
        if (branch.filter(Branch::hasLicenceServerAddress).isEmpty()) {
            throw new Problem.BadInput(
                            "guests of "
                                    + branch.map(b -> "branch " + b)
                                            .orElse("a branch that is not known")
                                    + " have no licence server address",
                            "give a client configuration token: --token FILE")
                    .thrown();
        }
    }

    private static LicenceSource server(String text) {
        var colon = text.lastIndexOf(':');
        var address = colon < 0 ? text : text.substring(0, colon);
        var port = colon < 0 ? Integer.toString(USUAL_PORT) : text.substring(colon + 1);
        if (!address.matches("[A-Za-z0-9.-]{1,253}") || !port.matches("[0-9]{1,5}")) {
            throw notAServer(text).thrown();
        }
        var number = Integer.parseInt(port);
        if (number == 0 || number > LAST_PORT) {
            throw notAServer(text).thrown();
        }
        return new LicenceSource.Server(address, number);
    }

    private static Problem notAServer(String text) {
        return new Problem.BadInput(
                "'" + text + "' is not a licence server",
                "write it as in licences.example.org:7070");
    }
}
