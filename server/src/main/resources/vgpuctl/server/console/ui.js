// Parts that the pages share.

import { h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import htm from 'htm';
import { ask, carryOut, Gone, Refusal } from './api.js';
import { state, subscribe, vmList } from './live.js';
import { looks } from './scale.js';
import { t } from './words.js';

export const html = htm.bind(h);

/** Draws the component anew whenever the host changes. */
export function useLive() {
    const [, redraw] = useState(0);
    useEffect(() => subscribe(() => redraw((n) => n + 1)), []);
    return state;
}

/** What `load` gives, asked for again whenever one of `inputs` changes; the old answer stays meanwhile. */
export function useAnswer(load, inputs, wait = 0) {
    const [result, set] = useState({ answer: null, problem: null, busy: true });
    useEffect(() => {
        let current = true;
        set((old) => (old.busy ? old : { ...old, busy: true }));
        const timer = setTimeout(() => {
            Promise.resolve()
                .then(load)
                .then(
                    (answer) => current && set({ answer, problem: null, busy: false }),
                    (problem) => current && set((old) => ({ answer: old.answer, problem, busy: false })),
                );
        }, wait);
        return () => {
            current = false;
            clearTimeout(timer);
        };
    }, inputs);
    return result;
}

let vmLooks = new Map();
let vmNames = '';

/** The look of a VM's slices, as classes. */
export function lookOf(name) {
    const names = vmList().map((vm) => vm.name);
    if (names.join('\n') !== vmNames) {
        vmNames = names.join('\n');
        vmLooks = looks(names);
    }
    const look = name ? vmLooks.get(name) : null;
    return look ? `c${look.colour} p${look.pattern}` : 'none';
}

export const vmOf = (vgpu) => (Array.isArray(vgpu.vms) && vgpu.vms[0]?.name) || vgpu.claim?.vm || null;

export const labelOf = (vgpu) => vgpu.name ?? vgpu.uuid.slice(0, 8);

export const known = (value) => (value !== null && typeof value === 'object' && 'unknown' in value ? null : value);

export function Swatch({ vm }) {
    return html`<span class="swatch ${lookOf(vm)}" aria-hidden="true"></span>`;
}

export function Problem({ problem, again }) {
    if (!problem) return null;
    if (problem instanceof Gone) return html`<p class="note" role="status">${t('The daemon does not answer. Trying again …')}</p>`;
    const detail = problem.message ?? problem.reason;
    return html`<div class="problem" role="alert">
        <p><strong>${detail}</strong></p>
        ${problem.said && html`<pre>${problem.said}</pre>`}
        ${problem.wayOut && html`<p class="way">${problem.wayOut}</p>`}
        ${again && html`<p><button onClick=${again}>${t('Try again')}</button></p>`}
    </div>`;
}

export function Empty({ title, children }) {
    return html`<div class="empty"><p><strong>${title}</strong></p>${children}</div>`;
}

export function Loading() {
    return html`<p class="note" role="status">${t('Looking …')}</p>`;
}

export function Chip({ kind, children }) {
    return html`<span class="chip ${kind ?? ''}">${children}</span>`;
}

/** A dialog of the browser's own: it keeps the focus, Escape closes it, the focus goes back. */
export function Dialog({ title, close, children }) {
    const ref = useRef();
    useEffect(() => {
        ref.current.showModal();
    }, []);
    return html`<dialog ref=${ref} aria-label=${title}
        onCancel=${(e) => { e.preventDefault(); close(); }}>
        <header><h2>${title}</h2><button class="quiet" onClick=${close} aria-label=${t('Close')}>✕</button></header>
        ${children}
    </dialog>`;
}

export function Steps({ steps, operation }) {
    if (!steps.length) return html`<p class="note">${t('Nothing to do: it is so already.')}</p>`;
    const told = toldDone(operation);
    const done = operation?.state === 'done' ? steps.length : (told ?? 0);
    return html`<ol class="steps">
        ${steps.map((step, i) => {
            const words = typeof step === 'string' ? step : step.words;
            const last = step.reversible === false;
            const mark = i < done ? 'done' : i === told && operation.state === 'running' ? 'now' : '';
            return html`<li class=${mark} aria-current=${mark === 'now' ? 'step' : undefined}>
                ${words}${last && html` <${Chip} kind="warn">${t('cannot be undone')}</${Chip}>`}
            </li>`;
        })}
    </ol>`;
}

/** How many steps have been taken, where the daemon tells. */
function toldDone(operation) {
    return typeof operation?.taken === 'number' ? operation.taken : undefined;
}

/** A plan as the API answers a dry run: of a change, or of a clean-up. */
function stepsOf(plan) {
    if (plan.steps) return plan.steps;
    return (plan.leftovers ?? []).flatMap((l) => l.steps ?? []);
}

/**
 * A change: its plan first, then, when it is wanted, its progress.
 *
 * change: {title, method, path, query, body, type, verb, danger}; with `seen`, its plan, which somebody looked at and
 * agreed to, it begins at once; `unplanned` says why there is no plan.
 */
export function Change({ change, close }) {
    const [plan, setPlan] = useState(null);
    const [problem, setProblem] = useState(null);
    const [operation, setOperation] = useState(null);
    const [busy, setBusy] = useState(false);
    const headers = change.type ? { 'Content-Type': change.type } : {};
    const query = change.query ? `&${change.query}` : '';
    const over = operation && operation.ended !== undefined;

    const go = async () => {
        setBusy(true);
        setProblem(null);
        try {
            const path = change.path + (change.query ? `?${change.query}` : '');
            const end = await carryOut(change.method, path, change.body, setOperation, headers);
            if (end.problem) setProblem(new Refusal(0, end.problem));
            else if (end.bug) setProblem(new Refusal(500, { detail: t('A bug in vgpuctl. The daemon logged it.') }));
            else {
                // A fleet decides anew when it is told: what it says now holds.
                if (!end.id && end.steps) setPlan(end);
                change.done?.(end);
            }
        } catch (e) {
            setProblem(e);
        }
        setBusy(false);
    };

    const stop = () => ask('DELETE', `/v1/operations/${operation.id}`).catch(setProblem);

    const look = () => {
        setProblem(null);
        if (change.seen) {
            setPlan(change.seen);
            go();
            return;
        }
        // What is cut off is known only to the journal: there is no plan of its end.
        if (change.unplanned) setPlan({ steps: [], notes: [change.unplanned] });
        else ask(change.method, `${change.path}?dry-run${query}`, change.body, headers).then(setPlan, setProblem);
    };
    useEffect(look, []);

    const steps = plan ? stepsOf(plan) : [];
    const nothing = plan && !steps.length && !change.unplanned;
    const failed = over && operation.state === 'failed';
    return html`<${Dialog} title=${change.title} close=${close}>
        <div class="change" aria-live="polite">
            ${!plan && !problem && html`<${Loading} />`}
            ${plan && !change.unplanned && html`<p class="kicker">${over && !failed ? t('Done, in this order:') : t('What would be done, in this order:')}</p>`}
            ${plan && !change.unplanned && html`<${Steps} steps=${steps} operation=${operation} />`}
            ${(plan?.notes ?? []).map((note) => html`<p class="note">${note}</p>`)}
            ${operation?.state === 'waiting' && html`<p class="note">${t('Waiting for its turn …')}</p>`}
            ${operation?.state === 'running' && html`<p class="note">${t('On its way …')}</p>`}
            ${over && !failed && html`<p class="good" role="status">✓ ${t('Done.')}</p>`}
            <${Problem} problem=${problem} />
        </div>
        <footer>
            ${over
                ? html`<button class="main" onClick=${close} autofocus>${t('Close')}</button>`
                : html`${operation?.state === 'running'
                        ? html`<button onClick=${stop}>${t('Stop, and take it back')}</button>`
                        : html`<button onClick=${close} disabled=${busy}>${t('Cancel')}</button>`}
                    <button class=${change.danger ? 'danger' : 'main'} onClick=${go} disabled=${!plan || nothing || busy}>
                        ${busy ? t('Working …') : (change.verb ?? t('Do it'))}</button>`}
        </footer>
    </${Dialog}>`;
}

/** A text that can be copied with one press. */
export function Copy({ text }) {
    const [copied, set] = useState(false);
    const copy = async () => {
        try {
            await navigator.clipboard.writeText(text);
            set(true);
            setTimeout(() => set(false), 1500);
        } catch {
            set(false);
        }
    };
    return html`<code class="copy">${text}</code>
        <button class="quiet small" onClick=${copy}>${copied ? t('copied') : t('copy')}</button>`;
}

export function time(text) {
    const date = new Date(text);
    return Number.isNaN(date.getTime()) ? text : date.toLocaleTimeString(document.documentElement.lang, { hour12: false });
}

