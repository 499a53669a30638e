/**
 * Proves on real processes that a fleet loses and doubles nothing.
 *
 * <pre>
 * Proof ── starts, kills, freezes, cuts off ──► etcd × 3, ProofSchedulers × n, ProofAgents × n
 *   │                                             │              │ what each client asked and was
 *   │ watches all that is ever written ◄──────────┘              ▼ told, when: a log each
 *   └──► StoreHistory ──► Checker ◄── ClientHistory ◄── AgentHistory
 * </pre>
 *
 * The checker knows nothing of the scheduler and its engine: it reads documents as JSON and has the
 * rules of a GPU as a table.
 */
package vgpuctl.fleet.proof;
