// Types: what fits now on each GPU, and why not what does not.

import { useState } from 'preact/hooks';
import { get } from './api.js';
import { Create } from './create.js';
import { Empty, html, known, Loading, Problem, useAnswer, useLive } from './ui.js';
import { may } from './live.js';
import { gb } from './scale.js';
import { t } from './words.js';

const USES = ['compute', 'workstation', 'desktop', 'apps'];

export function TypesPage() {
    const live = useLive();
    const { answer, problem, busy } = useAnswer(() => get('/v1/types'), [live.changes], 100);
    const [use, setUse] = useState('');
    const [fits, setFits] = useState(false);
    const [text, setText] = useState('');
    const [create, setCreate] = useState(null);
    if (!answer) return busy ? html`<${Loading} />` : html`<${Problem} problem=${problem} />`;
    const wanted = (type) =>
        (!use || type.use === use) && (!fits || known(type.creatable) > 0) &&
        (!text || `${type.type} ${type.name}`.toLowerCase().includes(text.toLowerCase()));
    return html`
        <form class="filters" onSubmit=${(e) => e.preventDefault()} aria-label=${t('Filter')}>
            <label>${t('Name')} <input type="search" value=${text} onInput=${(e) => setText(e.target.value)} placeholder="12C" /></label>
            <label>${t('Use')} <select value=${use} onChange=${(e) => setUse(e.target.value)}>
                <option value="">${t('any')}</option>${USES.map((u) => html`<option value=${u}>${t(u)}</option>`)}</select></label>
            <label class="check"><input type="checkbox" checked=${fits} onChange=${(e) => setFits(e.target.checked)} /> ${t('only what fits now')}</label>
        </form>
        <${Problem} problem=${problem} />
        ${answer.gpus.length === 0 && html`<${Empty} title=${t('No NVIDIA GPU was found here.')} />`}
        ${answer.gpus.map((gpu) => html`<${Gpu} key=${gpu.gpu} gpu=${gpu} types=${gpu.types.filter(wanted)} all=${gpu.types.length} make=${setCreate} />`)}
        ${create && html`<${Create} first=${create} close=${() => setCreate(null)} />`}`;
}

function Gpu({ gpu, types, all, make }) {
    return html`<section class="card" aria-labelledby="types-${gpu.gpu}">
        <header><h2 id="types-${gpu.gpu}"><span class="mono">${gpu.gpu}</span> ${known(gpu.model) ?? ''}</h2>
            <span class="sum">${t('{n} of {all} types', { n: types.length, all })}</span></header>
        ${gpu.reason && html`<${Problem} problem=${{ message: gpu.reason, wayOut: gpu.wayOut }} />`}
        ${types.length === 0 && html`<p class="note">${t('No type is left by this filter.')}</p>`}
        ${types.length > 0 && html`<div class="scroll" tabindex="0" role="region" aria-label=${t('Types of {gpu}', { gpu: gpu.gpu })}><table class="types">
            <thead><tr><th>${t('Type')}</th><th>${t('Use')}</th><th class="num">${t('Size')}</th><th>${t('Fits now')}</th>
                <th class="num">${t('Heads')}</th><th class="num">${t('Resolution')}</th><th><span class="hidden">${t('Create')}</span></th></tr></thead>
            <tbody>${types.map((type) => html`<${Row} key=${type.name} gpu=${gpu.gpu} type=${type} make=${make} />`)}</tbody>
        </table></div>`}
    </section>`;
}

function Row({ gpu, type, make }) {
    const count = known(type.creatable);
    const why = type.whyNone ?? type.creatable?.unknown ?? '';
    return html`<tr class=${count ? '' : 'off'}>
        <th scope="row">${type.type}</th>
        <td>${type.use ? t(type.use) : '–'}</td>
        <td class="num">${gb(type.framebufferMib)}</td>
        <td class="fits">${count
            ? html`<span class="meter" role="img" aria-label=${t('{n} of {all}', { n: count, all: type.max ?? '?' })}><i style=${{ width: `${Math.min(100, (100 * count) / (type.max || count))}%` }}></i></span>
                <span class="count">${count}<span class="dim"> / ${type.max ?? '?'}</span></span>`
            : html`<span class="why">${why || t('none')}</span>`}</td>
        <td class="num">${type.heads ?? '–'}</td>
        <td class="num">${type.maxResolution ? type.maxResolution.replace('x', ' × ') : '–'}</td>
        <td>${count > 0 && html`<button class="small" disabled=${!may('operate')}
            onClick=${() => make({ type: type.type, gpu })}>${t('Create …')}<span class="hidden"> ${type.type}</span></button>`}</td>
    </tr>`;
}
