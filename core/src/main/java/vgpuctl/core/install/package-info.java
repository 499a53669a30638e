/**
 * Getting NVIDIA's host driver onto a host, and off it again.
 *
 * <pre>
 * facts, package ─► Preflight ─► findings; an error among them ends it here
 *               └─► InstallPlanner ─► the stages that are still to come
 *
 * stop the old driver ─► prerequisites ─► settings ─► (restart) ─► installer ─► (restart)
 *                        ─► modules ─► services ─► (restart) ─► nothing left: verified
 * </pre>
 *
 * <p>Nothing remembers how far an installation has come: each stage is left out once the host shows
 * that it has happened. So the same command goes on after a restart of the host, after a refusal
 * and after its own death.
 */
package vgpuctl.core.install;
