package vgpuctl.core.others;

import java.util.List;

/**
 * What other programs keep about vGPUs on this host, as they write it. What cannot be read costs
 * itself, and a note says so.
 */
public interface OthersTexts {

    /** One of mdevctl's files, {@code /etc/mdevctl.d/PARENT/UUID}. */
    record DefinitionFile(String parent, String uuid, String text) {}

    /** mdevctl's files, by parent. */
    List<DefinitionFile> definitions(List<String> notes);

    /** The XML of each mediated device that libvirt knows, active or only defined. */
    List<String> nodeDevices(List<String> notes);

    /** The XML of each libvirt domain: its configuration, and where it runs what it has now. */
    List<String> domains(List<String> notes);
}
