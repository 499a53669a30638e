package vgpuctl.core.guest;

import java.util.Optional;

/**
 * What somebody wants for the guest of a VM.
 *
 * @param directory where its files are to be written; empty to be shown them
 * @param tokenFile a file with a client configuration token
 * @param server of the older kind, {@code ADDRESS[:PORT]}
 */
public record GuestWish(
        String vm,
        Optional<String> directory,
        Optional<String> tokenFile,
        Optional<String> server) {}
