package vgpuctl.core.guest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * The files with which a guest gets its licence: {@code gridd.conf}, the token, a script for Linux
 * and one for Windows, and what cloud-init takes at a guest's first start.
 */
public record Kit(Feature feature, LicenceSource source) {

    static final String TOKEN = "ClientConfigToken/client_configuration_token.tok";

    private static final String LINUX =
            """
            #!/bin/sh
            # Run as root in a Linux guest that has NVIDIA's guest driver.
            set -eu
            cd "$(dirname "$0")"
            install -d -m 755 /etc/nvidia /etc/nvidia/ClientConfigToken
            if [ -f /etc/nvidia/gridd.conf ] && [ ! -f /etc/nvidia/gridd.conf.before ]; then
                cp -p /etc/nvidia/gridd.conf /etc/nvidia/gridd.conf.before
            fi
            install -m 644 gridd.conf /etc/nvidia/gridd.conf
            for token in ClientConfigToken/*.tok; do
                [ ! -f "$token" ] || install -m 744 "$token" /etc/nvidia/ClientConfigToken/
            done
            systemctl restart nvidia-gridd
            echo 'See whether it has a licence: nvidia-smi -q | grep -A2 "Licensed Product"'
            """;

    private static final String WINDOWS =
            """
            # Run as administrator in a Windows guest that has NVIDIA's guest driver.
            $ErrorActionPreference = 'Stop'
            $licensing = Join-Path $env:SystemDrive 'Program Files\\NVIDIA Corporation\\vGPU Licensing'
            $tokens = Join-Path $licensing 'ClientConfigToken'
            New-Item -ItemType Directory -Force -Path $tokens | Out-Null
            Get-ChildItem (Join-Path $PSScriptRoot 'ClientConfigToken') -Filter '*.tok' |
                Copy-Item -Destination $tokens -Force
            @SERVER@Restart-Service -Name 'NVDisplay.ContainerLocalSystem' -Force
            """;

    private static final String WINDOWS_SERVER =
            """
            $key = 'HKLM:\\SOFTWARE\\NVIDIA Corporation\\Global\\GridLicensing'
            New-Item -Force -Path $key | Out-Null
            Set-ItemProperty -Path $key -Name 'ServerAddress' -Value '@ADDRESS@'
            Set-ItemProperty -Path $key -Name 'ServerPort' -Value '@PORT@'
            """;

    /** In this order. */
    public List<KitFile> files() {
        var files = new ArrayList<KitFile>();
        files.add(new KitFile("gridd.conf", gridd(), KitFile.Kind.TEXT));
        files.add(token());
        files.add(new KitFile("setup-guest.sh", LINUX, KitFile.Kind.PROGRAM));
        files.add(new KitFile("setup-guest.ps1", windows(), KitFile.Kind.TEXT));
        var user = userData();
        files.add(new KitFile("user-data", user, secret()));
        files.add(new KitFile("meta-data", metaData(user), KitFile.Kind.TEXT));
        return List.copyOf(files);
    }

    private KitFile.Kind secret() {
        return source instanceof LicenceSource.Token ? KitFile.Kind.SECRET : KitFile.Kind.TEXT;
    }

    private KitFile token() {
        return switch (source) {
            case LicenceSource.Token(var text) -> new KitFile(TOKEN, text, KitFile.Kind.SECRET);
            case LicenceSource.TokenToCome() ->
                    new KitFile(
                            "ClientConfigToken/README",
                            "Put the client configuration token (client_configuration_token_….tok)"
                                    + " from the NVIDIA licensing portal here.\n",
                            KitFile.Kind.TEXT);
            case LicenceSource.Server _ ->
                    new KitFile(
                            "ClientConfigToken/README",
                            "This guest gets its licence from a server: no token.\n",
                            KitFile.Kind.TEXT);
        };
    }

    private String gridd() {
        return switch (source) {
            case LicenceSource.Server(var address, var port) ->
                    "ServerAddress="
                            + address
                            + "\nServerPort="
                            + port
                            + "\nFeatureType="
                            + feature.number()
                            + "\n";
            case LicenceSource.Token _, LicenceSource.TokenToCome _ ->
                    "FeatureType=" + feature.number() + "\n";
        };
    }

    /** A Windows guest finds out by itself what it needs; a server has to be told. */
    private String windows() {
        return WINDOWS.replace(
                "@SERVER@",
                switch (source) {
                    case LicenceSource.Server(var address, var port) ->
                            WINDOWS_SERVER
                                    .replace("@ADDRESS@", address)
                                    .replace("@PORT@", Integer.toString(port));
                    case LicenceSource.Token _, LicenceSource.TokenToCome _ -> "";
                });
    }

    private String userData() {
        var text = new StringBuilder("#cloud-config\nwrite_files:\n");
        text.append(written("/etc/nvidia/gridd.conf", "0644", gridd()));
        if (source instanceof LicenceSource.Token(var token)) {
            text.append(written("/etc/nvidia/" + TOKEN, "0744", token));
        }
        return text + "runcmd:\n  - [systemctl, restart, nvidia-gridd]\n";
    }

    private static String written(String path, String mode, String text) {
        return """
          - path: %s
            permissions: '%s'
            encoding: b64
            content: %s
        """
                .formatted(path, mode, base64(text));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Another id for another content, so that cloud-init takes it once more. */
    private static String metaData(String user) {
        var id = UUID.nameUUIDFromBytes(user.getBytes(StandardCharsets.UTF_8));
        return "instance-id: vgpuctl-" + id + "\n";
    }
}
