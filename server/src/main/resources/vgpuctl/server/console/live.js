// What the console knows of the host, kept true by the daemon's events.

import { get, stream, Gone, Refusal } from './api.js';
import { fleetHappened, reloadFleet } from './fleet.js';

const SILENCE = 40_000; // the daemon says something every 15 s

export const state = {
    session: null,
    connection: 'connecting', // connecting | live | gone | out
    trouble: null,
    gpus: [],
    vgpus: [],
    vms: { vms: [] },
    positions: new Map(),
    skipped: [],
    loaded: false,
    changes: 0, // grows with each change of the host: whoever shows something derived asks again
};

const listeners = new Set();
let stopped = false;
let lastId = '';
let attempt = 0;
let running = null;

export function subscribe(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

function changed(more) {
    Object.assign(state, more);
    for (const listener of [...listeners]) listener();
}

async function load() {
    const [session, gpus, vgpus, vms] = await Promise.all([
        get('/v1/session'), get('/v1/gpus'), get('/v1/vgpus'), get('/v1/vms'),
    ]);
    const skipped = [...new Set([...(gpus.skipped ?? []), ...(vgpus.skipped ?? [])])];
    await loadPositions(gpus.gpus);
    if (session.fleet) reloadFleet();
    changed({
        session, gpus: gpus.gpus, vgpus: vgpus.vgpus, vms, skipped, loaded: true, changes: state.changes + 1,
    });
}

async function loadPositions(gpus) {
    if (!gpus.some((g) => g.mig && g.mig.state !== 'not there')) return;
    const mig = await get('/v1/mig');
    for (const g of mig.gpus) if (g.migPositions) state.positions.set(g.gpu, g.migPositions);
}

const KEYS = { gpu: ['gpus', 'gpu'], vgpu: ['vgpus', 'uuid'] };

function happened(kind, data) {
    if (kind.startsWith('fleet-')) return fleetHappened(kind, data);
    const [thing, what] = [kind.slice(0, kind.lastIndexOf('-')), kind.slice(kind.lastIndexOf('-') + 1)];
    if (thing === 'vm') return vmHappened(what, data);
    const key = KEYS[thing];
    if (!key) return;
    const [list, id] = key;
    changed({ [list]: merged(state[list], id, what, data), changes: state.changes + 1 });
}

function vmHappened(what, data) {
    const vms = merged(Array.isArray(state.vms.vms) ? state.vms.vms : [], 'name', what, data);
    changed({ vms: { vms }, changes: state.changes + 1 });
}

function merged(list, id, what, data) {
    const others = list.filter((item) => item[id] !== data[id]);
    if (what === 'removed') return others;
    const at = list.findIndex((item) => item[id] === data[id]);
    if (at < 0) return [...others, data];
    return list.map((item, i) => (i === at ? data : item));
}

/** Follows the host until stopped. Comes back by itself when the daemon does. */
export async function start() {
    stopped = false;
    while (!stopped) {
        try {
            await follow();
        } catch (e) {
            if (e instanceof Refusal && e.status === 401) {
                changed({ connection: 'out', trouble: null });
                return;
            }
            if (stopped) return;
            changed({ connection: 'gone', trouble: e instanceof Gone ? null : e });
        }
        attempt++;
        await new Promise((done) => setTimeout(done, Math.min(5000, 250 * 2 ** Math.min(attempt, 5))));
    }
}

export function stop() {
    stopped = true;
    running?.abort();
}

async function follow() {
    running = new AbortController();
    let timer;
    const heard = () => {
        clearTimeout(timer);
        timer = setTimeout(() => running.abort(), SILENCE);
    };
    heard();
    try {
        await stream('/v1/events', lastId, running.signal, heard, async (event) => {
            if (event.kind === 'ready' || event.kind === 'reset') {
                await load();
                attempt = 0;
                changed({ connection: 'live', trouble: null });
            } else if (event.kind === 'look-failed') {
                changed({ trouble: new Refusal(503, event.data) });
            } else {
                happened(event.kind, event.data);
            }
            if (event.id) lastId = event.id;
        });
    } finally {
        clearTimeout(timer);
    }
}

export const vmList = () => (Array.isArray(state.vms.vms) ? state.vms.vms : []);

const RANK = { view: 0, operate: 1, administer: 2 };

export const may = (role) => RANK[state.session?.role ?? 'view'] >= RANK[role];
