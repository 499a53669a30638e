package vgpuctl.core.catalogue;

import java.util.List;
import vgpuctl.core.catalogue.BoardType.Known;

/**
 * What a guest has to have a licence for.
 *
 * @param names as the driver reports them, without their versions: one of them is enough
 * @param editions the products that contain one
 */
public record Licence(List<String> names, List<String> editions, Known basis) {}
