/**
 * Which key holds what, and the short documents that are the store's alone.
 *
 * <pre>
 * PREFIX/cluster              which fleet this is
 * PREFIX/hosts/ID/inventory   what the host has                 its agent
 * PREFIX/hosts/ID/report      what became of the allocation     its agent
 * PREFIX/hosts/ID/alive       there while its agent is heard    its agent, under a lease
 * PREFIX/hosts/ID/alloc       what it is to carry               schedulers
 * PREFIX/claims/ID            which hosts carry a claim         schedulers, movers
 * PREFIX/movers/ID            there while it moves claims       a mover, under a lease
 * </pre>
 *
 * A claim's own key is written in one transaction with the allocations that hold it: the store
 * itself sees to it that two schedulers cannot both grant one claim.
 */
package vgpuctl.fleet.documents;
