// What the console knows of the fleet: loaded by whoever shows it, then kept true by the daemon's events.

import { get, Refusal } from './api.js';

const BETWEEN_DRAWINGS = 150; // a drain of a rack is many events at once

export const fleet = { loaded: false, host: '', store: '', models: [], hosts: new Map(), trouble: null, version: 0 };

const listeners = new Set();
let due = null;
let loading = null;

export function subscribeFleet(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

function changed() {
    fleet.version++;
    due ??= setTimeout(() => {
        due = null;
        for (const listener of [...listeners]) listener();
    }, BETWEEN_DRAWINGS);
}

/** Asks for all of it; whoever asks meanwhile gets the same answer. */
export function loadFleet() {
    loading ??= get('/v1/fleet').then(
        (all) => {
            Object.assign(fleet, {
                host: all.host, store: all.store, models: all.models, loaded: true, trouble: null,
                hosts: new Map(all.hosts.map((host) => [host.host, host])),
            });
        },
        (problem) => { fleet.trouble = problem; },
    ).finally(() => {
        loading = null;
        changed();
    });
    return loading;
}

/** After a time of which nobody told. */
export const reloadFleet = () => (listeners.size ? loadFleet() : (fleet.loaded = false));

export function fleetHappened(kind, data) {
    if (!fleet.loaded) return;
    if (kind === 'fleet-host-changed') {
        if (!fleet.hosts.has(data.host)) loadFleet(); // It may bring another model along.
        fleet.hosts.set(data.host, data);
    } else if (kind === 'fleet-host-removed') fleet.hosts.delete(data.host);
    else if (kind === 'fleet-look-failed') fleet.trouble = new Refusal(503, data);
    else if (kind === 'fleet-seen') fleet.trouble = null;
    changed();
}
