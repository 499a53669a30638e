// The daemon's API, as whoever signed in. The token stays in this tab's session storage: unlike a cookie it goes
// to no other port of this machine, and no page of another origin can make the browser send it.

const KEY = 'vgpuctl.token';

let token = read();

function read() {
    const given = new URLSearchParams(location.hash.slice(1)).get('token');
    if (given) {
        sessionStorage.setItem(KEY, given);
        // Neither in the history nor in the address that one copies.
        history.replaceState(null, '', location.pathname + '#/');
    }
    return sessionStorage.getItem(KEY) ?? '';
}

export const hasToken = () => token !== '';

export function signIn(given) {
    token = given;
    sessionStorage.setItem(KEY, given);
}

export function signOut() {
    token = '';
    sessionStorage.removeItem(KEY);
}

/** What the daemon refuses, in its own words. */
export class Refusal extends Error {
    constructor(status, problem) {
        super(problem.detail ?? problem.reason ?? `HTTP ${status}`);
        this.status = status;
        this.said = problem.said ?? '';
        this.wayOut = problem.wayOut ?? '';
        this.kind = problem.kind ?? '';
    }
}

/** Nobody answers. */
export class Gone extends Error {}

async function call(method, path, body, headers = {}) {
    const all = { ...headers };
    if (token) all.Authorization = `Bearer ${token}`;
    if (body !== undefined) all['Content-Type'] ??= 'application/json';
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    let response;
    try {
        response = await fetch(path, { method, headers: all, body: text, credentials: 'omit', cache: 'no-store' });
    } catch (e) {
        throw new Gone(e.message);
    }
    return response;
}

async function answer(response) {
    const text = await response.text();
    let json;
    try {
        json = text ? JSON.parse(text) : {};
    } catch {
        json = { detail: text };
    }
    if (!response.ok) throw new Refusal(response.status, json);
    return json;
}

export const get = async (path) => answer(await call('GET', path));

export const ask = async (method, path, body, headers) => answer(await call(method, path, body, headers));

/** Reads events until the other side ends. EventSource cannot send a token. */
export async function stream(path, lastId, signal, heard, take) {
    const headers = { Accept: 'text/event-stream' };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (lastId) headers['Last-Event-ID'] = lastId;
    let response;
    try {
        response = await fetch(path, { headers, signal, credentials: 'omit', cache: 'no-store' });
    } catch (e) {
        throw new Gone(e.message);
    }
    if (!response.ok) await answer(response);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
        let piece;
        try {
            piece = await reader.read();
        } catch (e) {
            throw new Gone(e.message);
        }
        if (piece.done) throw new Gone('ended');
        heard();
        rest += piece.value;
        for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
            const event = parse(rest.slice(0, end));
            rest = rest.slice(end + 2);
            if (event) await take(event);
        }
    }
}

export function parse(text) {
    const event = { kind: 'message', id: '', data: {} };
    let known = false;
    for (const line of text.split('\n')) {
        if (line.startsWith('event: ')) event.kind = line.slice(7);
        else if (line.startsWith('id: ')) event.id = line.slice(4);
        else if (line.startsWith('data: ')) {
            event.data = JSON.parse(line.slice(6));
            known = true;
        }
    }
    return known ? event : null;
}

/** A change, from its beginning to its end: tells of each state that it sees. One of a fleet is over with its answer. */
export async function carryOut(method, path, body, tell, headers = {}) {
    const asked = { ...headers, Prefer: 'respond-async', 'Idempotency-Key': crypto.randomUUID?.() ?? String(Math.random()) };
    let operation = await ask(method, path, body, asked);
    if (!operation.id) operation = { ...operation, state: 'done', ended: '' };
    for (let pause = 60; ; pause = Math.min(500, pause * 1.4)) {
        tell(operation);
        if (operation.ended !== undefined) return operation;
        await new Promise((done) => setTimeout(done, pause));
        operation = await get(`/v1/operations/${operation.id}`);
    }
}
