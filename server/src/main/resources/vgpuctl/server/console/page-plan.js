// Plan: a what-if that is drawn anew as one asks. Nothing is changed here.

import { useState } from 'preact/hooks';
import { ask, get } from './api.js';
import { Bar } from './bar.js';
import { Create } from './create.js';
import { Chip, html, known, Problem, useAnswer, useLive } from './ui.js';
import { may, vmList } from './live.js';
import { t } from './words.js';

const USES = ['compute', 'workstation', 'desktop', 'apps'];

export function question(wish) {
    const asked = wish.by === 'type' ? { type: wish.type } : { need: `${wish.need}G`, use: wish.use };
    if (wish.count > 1) asked.count = wish.count;
    if (wish.gpu) asked.gpu = wish.gpu;
    if (wish.vms.length) asked.vms = wish.vms;
    if (wish.spread === 'same') asked['same-gpu'] = true;
    if (wish.spread === 'spread') asked.spread = true;
    return asked;
}

export function PlanPage() {
    const live = useLive();
    const [wish, set] = useState({ by: 'need', need: 8, use: 'compute', type: '', count: 2, gpu: '', vms: [], spread: 'packed' });
    const [making, setMaking] = useState(null);
    const put = (more) => set((old) => ({ ...old, ...more }));
    const { answer: types } = useAnswer(() => get('/v1/types'), [live.changes]);
    const all = new Map((types?.gpus ?? []).flatMap((g) => g.types.map((type) => [type.type, type])));
    const largest = Math.max(1, ...live.gpus.map((g) => (g.framebufferMib ?? 0) / 1024));
    const ready = wish.by === 'need' ? wish.need > 0 : Boolean(wish.type);
    const asked = question(wish);
    const { answer: fit, problem, busy } = useAnswer(() => (ready ? ask('POST', '/v1/plan', asked) : null), [JSON.stringify(asked), live.changes], 60);
    const extra = (fit?.fits ? fit.vgpus : []).map((v) => ({ ...v, framebufferMib: all.get(v.type)?.framebufferMib ?? 0 }));
    return html`
        <form class="filters plan" onSubmit=${(e) => e.preventDefault()} aria-label=${t('What is wanted')}>
            <fieldset class="switch"><legend class="hidden">${t('By')}</legend>
                ${['need', 'type'].map((by) => html`<label><input type="radio" name="by" checked=${wish.by === by} onChange=${() => put({ by })} /><span>${by === 'need' ? t('By need') : t('By type')}</span></label>`)}</fieldset>
            ${wish.by === 'need'
                ? html`<label class="range">${t('Frame buffer')} <input type="range" min="1" max=${largest} value=${wish.need} aria-valuetext="${wish.need} GB" onInput=${(e) => put({ need: e.target.valueAsNumber })} /><output>${wish.need} GB</output></label>
                    <label>${t('Use')} <select value=${wish.use} onChange=${(e) => put({ use: e.target.value })}>${USES.map((u) => html`<option value=${u}>${t(u)}</option>`)}</select></label>`
                : html`<label>${t('Type')} <select value=${wish.type} onChange=${(e) => put({ type: e.target.value })}><option value="">${t('choose …')}</option>
                    ${[...all.keys()].map((name) => html`<option value=${name}>${name}</option>`)}</select></label>`}
            <label>${t('How many')} <input type="number" min="1" max="512" value=${wish.count} onInput=${(e) => put({ count: Math.max(1, e.target.valueAsNumber || 1) })} /></label>
            ${live.gpus.length > 1 && html`<label>GPU <select value=${wish.gpu} onChange=${(e) => put({ gpu: e.target.value })}><option value="">${t('any')}</option>
                ${live.gpus.map((g) => html`<option value=${g.gpu}>${g.gpu}</option>`)}</select></label>
            <label>${t('Spread')} <select value=${wish.spread} onChange=${(e) => put({ spread: e.target.value })}>
                <option value="packed">${t('packed')}</option><option value="same">${t('all on one GPU')}</option><option value="spread">${t('on as many GPUs as possible')}</option></select></label>`}
            ${vmList().length > 0 && html`<label>VM <select value=${wish.vms[0] ?? ''} onChange=${(e) => put({ vms: e.target.value ? [e.target.value] : [], count: e.target.value ? 1 : wish.count })}><option value="">${t('none yet')}</option>
                ${vmList().map((vm) => html`<option value=${vm.name}>${vm.name}</option>`)}</select></label>`}
        </form>
        <div class="verdict" role="status" aria-busy=${busy}>
            <${Problem} problem=${problem} />
            ${!problem && fit?.fits === true && html`<p class="good"><strong>✓ ${t('It fits.')}</strong> ${[...new Set(extra.map((v) => v.type))].join(', ')}</p>`}
            ${!problem && fit?.fits === false && html`<p class="bad"><strong>✗ ${t('It does not fit.')}</strong></p>`}
            ${!fit && !problem && !busy && html`<p class="note">${t('Say what is wanted.')}</p>`}
        </div>
        ${live.gpus.map((gpu) => html`<section class="card" key=${gpu.gpu} aria-label=${gpu.gpu}>
            <header><h2><span class="mono">${gpu.gpu}</span> ${known(gpu.model) ?? ''}</h2></header>
            <${Bar} gpu=${gpu} extra=${extra} /></section>`)}
        ${fit?.fits === false && html`<div class="two">
            <section><h2>${t('Why not')}</h2><ul class="plain">${fit.reasons.map((r) => html`<li><span class="mono">${r.about}</span> ${r.reason}</li>`)}</ul></section>
            <section><h2>${t('The nearest ways')}</h2>${fit.ways.length === 0 && html`<p class="note">${t('none')}</p>`}<ol class="plain">${fit.ways.map((w) => html`<li>${w.words}</li>`)}</ol></section></div>`}
        ${fit?.fits === true && html`<${Fits} fit=${fit} wish=${wish} make=${setMaking} />`}
        ${making && html`<${Create} first=${making} close=${() => setMaking(null)} />`}`;
}

function Fits({ fit, wish, make }) {
    const type = fit.vgpus[0]?.type;
    const one = fit.vgpus.every((v) => v.type === type);
    const gpus = new Set(fit.vgpus.map((v) => v.gpu));
    const left = fit.creatableAfterwards.filter((c) => c.count > 0);
    return html`<div class="two">
        <section><h2>${t('What is chosen, and why')}</h2>
            <ol class="plain">${fit.vgpus.map((v) => html`<li><strong>${v.type}</strong> ${t('on')} <span class="mono">${v.gpu}</span>
                ${v.placementId !== undefined && html` ${t('at {at} GB', { at: v.placementId })}`}${v.instance && html` ${v.instance.profile}`}${v.vm && html` → ${v.vm}`}<br /><span class="dim">${v.why}</span></li>`)}</ol>
            ${fit.changes.map((c) => html`<p class="note"><span class="mono">${c.gpu}</span>: ${c.before} → ${c.mode}</p>`)}
            <p class="acts"><button class="main" disabled=${!one || !may('operate')} onClick=${() => make({ type, count: fit.vgpus.length, vms: wish.vms, gpu: gpus.size === 1 ? [...gpus][0] : '' })}>${t('Create these …')}</button></p></section>
        <section><h2>${t('What still fits afterwards')}</h2>
            ${left.length === 0 && html`<p class="note">${t('Nothing more.')}</p>`}
            <p class="chips">${left.map((c) => html`<${Chip}>${c.type} <b>${c.count}</b></${Chip}> `)}</p></section>
    </div>`;
}
