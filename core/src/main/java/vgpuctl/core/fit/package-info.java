/**
 * What fits where on one host: which card, type, mode and place vGPUs can have beside what is
 * there, the best way, and what would make room where there is none. docs/planning.md explains it.
 *
 * <pre>
 *  Card, Demand ──► Fitting ──► VmFamilies ──► HostPlan ──► HostSearch      which card takes what
 *                                                              │
 *                                             a CardSearch for each kind of card, with its Portions
 *                                                 │              │              │
 *                                        EqualSizeSearch  MixedSizeSearch  InstanceSearch
 *                                                                               └► AxisSearch
 * </pre>
 */
package vgpuctl.core.fit;
