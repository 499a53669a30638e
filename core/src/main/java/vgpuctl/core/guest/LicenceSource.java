package vgpuctl.core.guest;

/** Where a guest gets its licence. */
public sealed interface LicenceSource {

    /** Of the NVIDIA License System; its token is put beside the files by whoever has it. */
    record TokenToCome() implements LicenceSource {}

    /**
     * Of the NVIDIA License System.
     *
     * @param text the client configuration token: a secret
     */
    record Token(String text) implements LicenceSource {}

    /** Of a server of the older kind. */
    record Server(String address, int port) implements LicenceSource {}
}
