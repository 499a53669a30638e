package vgpuctl.core.doctor.rule;

import java.util.List;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Examination;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Rule;

/** All rules. */
public final class Rules {

    /** Not a rule that looks for something: lines that say error and that no rule knows. */
    public static final Description UNKNOWN =
            Description.warning("unknown-error", Layer.OTHER, "An error that vgpuctl does not know")
                    .because("The line says that it is an error, and no rule knows it.")
                    .fix(
                            "Read it with what stands around it. If it is about vGPUs,"
                                    + " please report it, so that there is a rule for it.")
                    .likely();

    private Rules() {}

    /** A new examination with all of them. */
    public static Examination examination() {
        return new Examination(all(), UNKNOWN);
    }

    public static List<Rule> all() {
        return List.of(
                new AddressCopied(),
                new ApiMismatch(),
                new Backtrace(),
                new CardNotForThisDriver(),
                new CardNotInDriverList(),
                new ConfigSpaceUnreadable(),
                new ConfigurationRefused(),
                new CreateInvalid(),
                new CreateNoRoom(),
                new DefinitionUnreadable(),
                new DisplayWithoutGraphics(),
                new DkmsBuildFailed(),
                new DomainNotStarted(),
                new DoublePciAddress(),
                new DriverNotLoaded(),
                new EccEnabled(),
                new EccUnknown(),
                new ErrorRecoveryOff(),
                new FeatureNotFound(),
                new FellOffTheBus(),
                new FractionalMultiVgpuRefused(),
                new FunctionWithoutType(),
                new FunctionsOff(),
                new GpuHandleLost(),
                new GpuWithoutDriver(),
                new GroupAdvice(),
                new GroupError(),
                new GroupNotViable(),
                new GuestChannelError(),
                new GuestLicence(),
                new GuestNewerThanHost(),
                new HeaderTakenForType(),
                new HostdevWithoutVgpu(),
                new KernelTooNew(),
                new LeftoverManagerProcess(),
                new LeftoverVgpu(),
                new LicenceNotAcquired(),
                new LxdManyGpus(),
                new ManagerAftermath(),
                new ManagerNotReached(),
                new MdevNotFound(),
                new MdevctlNotAtBoot(),
                new MdevctlRefused(),
                new MigToolCountsFunctions(),
                new MigrationDisabled(),
                new MigrationRefused(),
                new ModuleVerification(),
                new MultipleVgpusInVm(),
                new NoDeviceInVgpuMode(),
                new NoDevicesFound(),
                new NoHostConnection(),
                new NoIommu(),
                new NoParentDevices(),
                new NoTypes(),
                new NoVmUuid(),
                new NotEnoughMmio(),
                new NotVgxCapable(),
                new NothingToRemove(),
                new NouveauBound(),
                new NvidiaModuleNotLoaded(),
                new NvmlUnknownError(),
                new OverrideFile(),
                new ProbeFailed(),
                new ProxmoxRefused(),
                new RmClientFailed(),
                new RmNotSupported(),
                new ScrubbingNotice(),
                new ServiceFailed(),
                new ShimTracing(),
                new TokenMissing(),
                new TrustedStoreBroken(),
                new TypeAlreadySet(),
                new TypeGone(),
                new UnbindLock(),
                new UncleanTermination(),
                new UnlockShim(),
                new UnsignedModule(),
                new VfioModuleNotLoaded(),
                new VfsNotMade(),
                new VgpuCreationFailed(),
                new VgpuNotActive(),
                new VgpuStartFailed(),
                new VgpuStillHeld(),
                new VgpudWithoutConfiguration());
    }
}
