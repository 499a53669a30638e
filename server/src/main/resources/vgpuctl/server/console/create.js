// Making vGPUs: what is wanted, with the plan below it as one types, and then the change itself.

import { useState } from 'preact/hooks';
import { ask, get } from './api.js';
import { Change, Dialog, html, known, Problem, Steps, useAnswer, useLive } from './ui.js';
import { vmList } from './live.js';
import { gb } from './scale.js';
import { t } from './words.js';

export function body(wish) {
    const made = { type: wish.type };
    if (wish.name) made.name = wish.name;
    if (wish.gpu) made.gpu = wish.gpu;
    if (wish.vms.length) made.vms = wish.vms;
    if (wish.count !== Math.max(1, wish.vms.length)) made.count = wish.count;
    if (wish.autostart) made.autostart = true;
    return made;
}

export function Create({ first = {}, close }) {
    const live = useLive();
    const [wish, set] = useState({ type: '', name: '', gpu: '', vms: [], count: 1, autostart: false, ...first });
    const [going, setGoing] = useState(false);
    const { answer: types } = useAnswer(() => get('/v1/types'), [live.changes]);
    const wanted = JSON.stringify(body(wish));
    const { answer: plan, problem, busy } = useAnswer(
        () => (wish.type ? ask('POST', '/v1/vgpus?dry-run', body(wish)) : null), [wanted, live.changes], 120);
    const put = (more) => set((old) => ({ ...old, ...more }));
    if (going) {
        const title = t('Create {n} × {type}', { n: wish.count, type: wish.type });
        return html`<${Change} change=${{ title, method: 'POST', path: '/v1/vgpus', body: body(wish), verb: t('Create'), seen: plan }} close=${close} />`;
    }
    const offered = [...new Map((types?.gpus ?? []).filter((g) => !wish.gpu || g.gpu === wish.gpu)
        .flatMap((g) => g.types).map((type) => [type.type, type])).values()];
    return html`<${Dialog} title=${t('Create vGPUs')} close=${close}>
        <form id="create" class="fields" onSubmit=${(e) => { e.preventDefault(); setGoing(true); }}>
            <label>${t('Type')} <select required value=${wish.type} onChange=${(e) => put({ type: e.target.value })}>
                <option value="">${t('choose …')}</option>
                ${offered.map((type) => html`<option value=${type.type} disabled=${!known(type.creatable)} selected=${type.type === wish.type}>
                    ${type.type} · ${gb(type.framebufferMib)} · ${known(type.creatable) ? t('{n} fit', { n: known(type.creatable) }) : t('does not fit')}</option>`)}
            </select></label>
            <label>${t('How many')} <input type="number" min="1" max="512" required value=${wish.count}
                onInput=${(e) => put({ count: Math.max(1, e.target.valueAsNumber || 1) })} /></label>
            <label>${t('Name')} <input value=${wish.name} placeholder=${t('from the type')} pattern="[A-Za-z0-9][A-Za-z0-9._\\-]*" onInput=${(e) => put({ name: e.target.value.trim() })} /></label>
            <label>GPU <select value=${wish.gpu} onChange=${(e) => put({ gpu: e.target.value })}>
                <option value="">${t('chosen by vgpuctl')}</option>
                ${live.gpus.map((g) => html`<option value=${g.gpu} selected=${g.gpu === wish.gpu}>${g.gpu} ${known(g.model) ?? ''}</option>`)}</select></label>
            <fieldset><legend>${t('For the VMs')}</legend>
                ${vmList().length === 0 && html`<span class="dim">${t('There is no VM.')}</span>`}
                ${vmList().map((vm) => html`<label class="check"><input type="checkbox" checked=${wish.vms.includes(vm.name)}
                    onChange=${(e) => {
                        const vms = e.target.checked ? [...wish.vms, vm.name] : wish.vms.filter((n) => n !== vm.name);
                        put({ vms, count: Math.max(1, vms.length) });
                    }} /> ${vm.name}</label>`)}
            </fieldset>
            <label class="check"><input type="checkbox" checked=${wish.autostart} onChange=${(e) => put({ autostart: e.target.checked })} /> ${t('start with the host')}</label>
        </form>
        <div class="change" aria-live="polite" aria-busy=${busy}>
            ${!wish.type && html`<p class="note">${t('Choose a type: what it takes is shown here.')}</p>`}
            ${wish.type && problem && html`<${Problem} problem=${problem} />`}
            ${wish.type && plan && !problem && html`<p class="kicker">${t('What would be done, in this order:')}</p>
                <${Steps} steps=${plan.steps} />${plan.notes.map((note) => html`<p class="note">${note}</p>`)}`}
        </div>
        <footer><button onClick=${close}>${t('Cancel')}</button>
            <button class="main" form="create" disabled=${!wish.type || !plan || busy || Boolean(problem)}>${t('Create')}</button></footer>
    </${Dialog}>`;
}
